/** Comma-separated values (RFC 4180). */

export type Cell = string | number | null

/** Lines that are put together at once: of millions, each by itself takes much more memory than their text. */
const BLOCK = 10_000

/** Rows under a header line; null is an empty cell. */
export function csv(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const blocks: string[] = []
  const lines = [line(header)]
  for (const row of rows) {
    if (lines.length === BLOCK) blocks.push(lines.splice(0).join(''))
    lines.push(line(row))
  }
  return [...blocks, ...lines].join('')
}

const line = (row: readonly Cell[]) => `${row.map(cell).join(',')}\n`

function cell(value: Cell): string {
  if (typeof value === 'number') return String(value)
  const text = value ?? ''
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
