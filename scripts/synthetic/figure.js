/** Figures of the synthetic studies: panels side by side, as one SVG file for light and dark pages. */
import { writeFileSync } from 'node:fs'
import * as PlotLibrary from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { escapeText, standaloneSvg, svgText } from '../../dist/studies/report/figures/svg.js'
import { colourOf } from '../../dist/studies/report/theme.js'

export const Plot = PlotLibrary
export const { document } = parseHTML('<html><body></body></html>')

const [TITLE, MARGIN] = [24, 8]

/** One colour for each of five actions. */
export const colours = [5, 0, 1, 2, 4].map(colourOf)

/**
 * Writes plots of one size in rows, each under its title.
 *
 * @param {string} file
 * @param {{ title: string, plot: Element }[][]} rows
 * @param {string} description what a reader who can't see it should know
 */
export function writePanels(file, rows, description) {
  const { width, height } = sizeOf(rows[0][0].plot)
  const across = Math.max(...rows.map((row) => row.length)) * width + 2 * MARGIN
  const down = rows.length * (height + TITLE) + MARGIN
  const panels = rows.flatMap((row, r) =>
    row.map(({ title, plot }, column) => {
      const inner = plot.innerHTML.replace(/<style>[\s\S]*?<\/style>/, '')
      const heading = `<text x="${width / 2}" y="17" font-weight="600" fill="var(--ink)">${escapeText(title)}</text>`
      return `<g transform="translate(${MARGIN + column * width},${r * (height + TITLE)})">${heading}<g transform="translate(0,${TITLE})" font-size="10">${inner}</g></g>`
    }),
  )
  writeFileSync(file, `${standaloneSvg(shortened(svgText(description, across, down, panels.join(''))))}\n`)
}

const sizeOf = (plot) => ({
  width: Number(plot.getAttribute('width')),
  height: Number(plot.getAttribute('height')),
})

/** Coordinates to a tenth of a pixel. */
const shortened = (svg) =>
  svg.replace(/ (?:d|transform|x|y|x1|x2|y1|y2|cx|cy)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d{2,}/g, (number) => String(Number(Number(number).toFixed(1)))),
  )
