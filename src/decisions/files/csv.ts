import type { Readable } from 'node:stream'
import Papa from 'papaparse'
import type { RawRow } from '../../policies/index.ts'
import { faultAt } from '../fault.ts'
import { MAX_LINE_BYTES } from './json-lines.ts'

/** Rows of a CSV file with a header, some at a time. */
export async function* csvRows(
  name: string,
  bytes: Readable,
  delimiter: string,
): AsyncGenerator<readonly RawRow[]> {
  let header: readonly string[] | undefined
  let count = 0
  for await (const batch of cellsOf(name, bytes, delimiter, () => count)) {
    const rows: RawRow[] = []
    for (const cells of batch) {
      if (header) rows.push(rowOf(name, ++count, header, cells))
      else header = headerOf(name, cells)
    }
    yield rows
  }
}

/** Rows as lists of their values; empty lines are none. */
async function* cellsOf(
  name: string,
  bytes: Readable,
  delimiter: string,
  count: () => number,
): AsyncGenerator<readonly (readonly string[])[]> {
  const decoder = new TextDecoder()
  let rest = ''
  let newline: '\n' | '\r\n' | undefined
  const parse = (isLast: boolean): readonly (readonly string[])[] => {
    newline ??= /^[^\n]*\r\n/.test(rest) ? '\r\n' : '\n'
    const { data, meta } = new Papa.Parser({ delimiter, newline }).parse(rest, 0, !isLast)
    rest = isLast ? '' : rest.slice(meta.cursor)
    return (data as string[][]).filter((cells) => cells.length > 1 || cells[0] !== '')
  }
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk as Uint8Array, { stream: true })
    yield parse(false)
    if (rest.length > MAX_LINE_BYTES)
      throw faultAt(
        name,
        count() + 1,
        `is longer than ${MAX_LINE_BYTES >> 20} MiB; a quote may not be closed`,
      )
  }
  rest += decoder.decode()
  yield parse(true)
}

function headerOf(name: string, cells: readonly string[]): readonly string[] {
  const header = cells.map((column) => column.trim())
  const twice = header.find((column, i) => column !== '' && header.indexOf(column) !== i)
  if (twice !== undefined) throw new Error(`${name}: two columns are called '${twice}'; rename one`)
  return header
}

function rowOf(name: string, count: number, header: readonly string[], cells: readonly string[]): RawRow {
  if (cells.length !== header.length) {
    const [few, many] = [header[cells.length], cells[header.length]?.slice(0, 40)]
    const where = cells.length < header.length ? `none for ${few}` : `'${many}' is beyond ${header.at(-1)}`
    throw faultAt(name, count, `has ${cells.length} values, the header ${header.length} columns (${where})`)
  }
  const row: Record<string, string> = Object.create(null)
  for (let i = 0; i < cells.length; i++) row[header[i]] = cells[i]
  return row
}
