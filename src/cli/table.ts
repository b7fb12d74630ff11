/** Tables for the terminal: aligned columns under a rule; whatever the cells hold, they are text in one line. */
import { printable } from '../printable.ts'
import { coloured } from './colour.ts'

export interface TextColumn<Row> {
  readonly title: string
  /** Numbers go to the right. */
  readonly align?: 'left' | 'right'
  cell(row: Row): string
}

/** Lines of the table, without a line break at the end. */
export function textTable<Row>(columns: readonly TextColumn<Row>[], rows: readonly Row[]): string {
  const titles = columns.map(({ title }) => printable(title))
  const cells = rows.map((row) => columns.map((column) => printable(column.cell(row))))
  const widths = titles.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i].length)))
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => (columns[i].align === 'right' ? text.padStart(widths[i]) : text.padEnd(widths[i])))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  return [
    coloured('bold', line(titles), process.stdout),
    coloured('dim', rule, process.stdout),
    ...cells.map(line),
  ].join('\n')
}

/** Names and values below each other, indented. */
export function textList(entries: readonly (readonly [name: string, value: string])[]): string {
  const lines = entries.map((entry) => entry.map(printable))
  const width = Math.max(...lines.map(([name]) => name.length))
  return lines.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`.trimEnd()).join('\n')
}
