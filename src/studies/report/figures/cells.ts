/** A figure of coloured cells in rows and columns: what matrices and heat maps are made of. */
import { shorten } from '../names.ts'
import { px } from './elements.ts'
import { escapeText, svgText } from './svg.ts'

export interface Cell {
  readonly fill: string
  readonly opacity?: number
  /** Colour of its text. */
  readonly ink: string
  readonly text: string
  /** A second, smaller line; only in cells that have room. */
  readonly note?: string
  /** What a pointer that rests on it reads. */
  readonly tip: string
  /** Drawn with a frame. */
  readonly framed?: boolean
}

export interface Axis {
  readonly title: string
  readonly names: readonly string[]
}

export interface CellFigure {
  readonly title: string
  /** Top row first. */
  readonly rows: Axis
  readonly columns: Axis
  /** null leaves the place empty. */
  readonly cell: (row: number, column: number) => Cell | null
  readonly width: number
  readonly rowHeight: number
  /** Room for the names of rows, in characters. */
  readonly nameLength: number
  /** More SVG text in the strip above the cells, which is `HEAD` pixels high. */
  readonly head?: (left: number, width: number) => string
}

/** Height of the strip above the cells. */
const HEAD = 30
const FOOT = 42
const CHARACTER = 6.7

export function cellFigure(figure: CellFigure): string {
  const { rows, columns, width, rowHeight } = figure
  const names = rows.names.map((name) => shorten(name, figure.nameLength))
  const left = 12 + CHARACTER * Math.max(...names.map(({ length }) => length))
  const cellWidth = Math.min(110, (width - left) / columns.names.length)
  const columnLength = Math.floor(cellWidth / CHARACTER)
  const bottom = HEAD + rowHeight * rows.names.length
  const right = left + cellWidth * columns.names.length
  const parts = [
    label(0, 14, rows.title, 'start'),
    figure.head?.(left, right - left) ?? '',
    ...names.map((name, r) => label(left - 8, HEAD + (r + 0.5) * rowHeight + 4, name, 'end', 'var(--ink)')),
    ...columns.names.map((name, c) =>
      label(left + (c + 0.5) * cellWidth, bottom + 17, shorten(name, columnLength), 'middle', 'var(--ink)'),
    ),
    label((left + right) / 2, bottom + 36, columns.title, 'middle'),
  ]
  rows.names.forEach((_, r) => {
    columns.names.forEach((_, c) => {
      const cell = figure.cell(r, c)
      if (cell) parts.push(drawCell(cell, left + c * cellWidth, HEAD + r * rowHeight, cellWidth, rowHeight))
    })
  })
  return svgText(figure.title, width, bottom + FOOT, parts.join(''))
}

const label = (x: number, y: number, text: string, anchor: string, ink?: string) =>
  `<text x="${px(x)}" y="${px(y)}"${anchor === 'middle' ? '' : ` text-anchor="${anchor}"`}${ink ? ` fill="${ink}"` : ''}>${escapeText(text)}</text>`

function drawCell(cell: Cell, x: number, y: number, width: number, height: number): string {
  const { fill, opacity = 1, ink, text, note, tip, framed } = cell
  const box = `x="${px(x + 1)}" y="${px(y + 1)}" width="${px(width - 2)}" height="${px(height - 2)}" rx="3"`
  const stroke = framed ? ' stroke="var(--ink)" stroke-width="2"' : ''
  const shade = opacity < 1 ? ` fill-opacity="${opacity.toFixed(2)}"` : ''
  const fits = (line: string) => line.length * CHARACTER <= width - 2
  const middle = x + width / 2
  const hasNote = note !== undefined && fits(note) && height >= 36
  const lines = [
    fits(text)
      ? `<text x="${px(middle)}" y="${px(y + height / 2 + (hasNote ? -1 : 4))}" fill="${ink}">${escapeText(text)}</text>`
      : '',
    hasNote
      ? `<text x="${px(middle)}" y="${px(y + height / 2 + 13)}" fill="${ink}" font-size="10" opacity=".75">${escapeText(note)}</text>`
      : '',
  ]
  return `<g><title>${escapeText(tip)}</title><rect ${box} fill="${fill}"${shade}${stroke}/>${lines.join('')}</g>`
}
