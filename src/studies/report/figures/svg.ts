/** Figures as SVG text, able to stand alone. */
import { colourCss, figureCss } from '../theme.ts'

/** A figure for the page, whose style gives the colours. */
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
