/** Figures of the synthetic studies: panels side by side, as one SVG file on white. */
import { writeFileSync } from 'node:fs'
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'

export const { document } = parseHTML('<html><body></body></html>')
export { Plot }

const TITLE = 22
const FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"

/** Okabe and Ito's colours, for actions. */
export const colours = ['#8a8f98', '#0072b2', '#d55e00', '#009e73', '#c98a00']

/**
 * Writes plots of one size in rows, each under its title.
 *
 * @param {string} file
 * @param {{ title: string, plot: Element }[][]} rows
 * @param {string} description what a reader who can't see it should know
 */
export function writePanels(file, rows, description) {
  const { width, height } = sizeOf(rows[0][0].plot)
  const across = Math.max(...rows.map((row) => row.length)) * width
  const down = rows.length * (height + TITLE)
  const panels = rows.flatMap((row, r) =>
    row.map(({ title, plot }, column) => {
      const inner = plot.innerHTML.replace(/<style>[\s\S]*?<\/style>/, '')
      return `<g transform="translate(${column * width},${r * (height + TITLE)})"><text x="${width / 2}" y="15" text-anchor="middle" font-size="12" font-weight="600" fill="#1b1f24">${escapeText(title)}</text><g transform="translate(0,${TITLE})">${inner}</g></g>`
    }),
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${across} ${down}" width="${across}" height="${down}" font-family="${FONT}" font-size="10" fill="currentColor" color="#646b73" role="img" aria-label="${escapeText(description)}"><rect width="100%" height="100%" fill="#fff"/>${panels.join('')}</svg>`
  writeFileSync(file, `${shortened(svg)}\n`)
}

const sizeOf = (plot) => ({
  width: Number(plot.getAttribute('width')),
  height: Number(plot.getAttribute('height')),
})

const escapeText = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

/** Coordinates to a tenth of a pixel. */
const shortened = (svg) =>
  svg.replace(/ (?:d|transform|x|y|x1|x2|y1|y2|cx|cy)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d{2,}/g, (number) => String(Number(Number(number).toFixed(1)))),
  )
