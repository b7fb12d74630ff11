/** Figures as SVG text: Plot's, made on a document without a browser, and ones put together by hand; able to stand alone. */
import type * as PlotLibrary from '@observablehq/plot'
import { colourCss, figureCss } from '../theme.ts'

export interface Drawing {
  readonly Plot: typeof PlotLibrary
  readonly document: Document
}

/** Loads the chart library; on demand, because that takes half a second. */
export async function openDrawing(): Promise<Drawing> {
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')])
  return { Plot, document: parseHTML('<html><body></body></html>').document }
}

/** Attributes that place things. */
const COORDINATES = / (?:d|transform|x|y|x1|x2|y1|y2|cx|cy)="[^"]*"/g

/** SVG to put into the page: colours come from the page's style. Coordinates are rounded to a tenth of a pixel. */
export function inlineSvg(figure: Element, title: string): string {
  for (const style of figure.querySelectorAll('style')) style.remove()
  figure.setAttribute('class', 'figure')
  figure.setAttribute('role', 'img')
  figure.setAttribute('aria-label', title)
  figure.removeAttribute('font-family')
  return figure.outerHTML.replace(COORDINATES, (attribute) =>
    attribute.replace(/-?\d+\.\d{2,}/g, (number) => String(Number(Number(number).toFixed(1)))),
  )
}

/** The same from the text within the figure. */
export const svgText = (title: string, width: number, height: number, content: string) =>
  `<svg class="figure" role="img" aria-label="${escapeText(title)}" fill="currentColor" font-size="12" text-anchor="middle" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`

/** A file of its own, with its style inside. */
export function standaloneSvg(inline: string): string {
  const style = `<style>${colourCss}${figureCss}.figure{background:var(--paper)}</style>`
  return inline.replace(/^<svg([^>]*)>/, `<svg xmlns="http://www.w3.org/2000/svg"$1>${style}`)
}

/** Text for HTML and SVG. */
export const escapeText = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
