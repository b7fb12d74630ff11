import type { Readable } from 'node:stream'
import type { RawRow } from '../../policies/index.ts'
import { faultAt } from '../fault.ts'

/** A line that is longer is none of a log. */
export const MAX_LINE_BYTES = 1 << 22

/** Rows of JSON lines, some at a time; empty lines are rows that are not there. */
export async function* jsonRows(name: string, bytes: Readable): AsyncGenerator<readonly RawRow[]> {
  const decoder = new TextDecoder()
  let rest = ''
  let count = 0
  const rowsOf = (lines: readonly string[]) =>
    lines.flatMap((line) => {
      count++
      return /^\s*$/.test(line) ? [] : [rowOf(name, count, line)]
    })
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n')
    rest = lines.pop()!
    if (rest.length > MAX_LINE_BYTES)
      throw faultAt(
        name,
        count + 1,
        `is longer than ${MAX_LINE_BYTES >> 20} MiB; a log has one JSON object a line`,
      )
    if (lines.length > 0) yield rowsOf(lines)
  }
  rest += decoder.decode()
  if (rest !== '') yield rowsOf([rest])
}

function rowOf(name: string, count: number, line: string): RawRow {
  let row: unknown
  try {
    row = JSON.parse(line)
  } catch (error) {
    throw faultAt(name, count, `is no JSON: ${(error as Error).message}; a log has one JSON object a line`)
  }
  if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as RawRow
  throw faultAt(
    name,
    count,
    `is ${line.slice(0, 40)}; it must be a JSON object, such as {"action":"a","reward":1}`,
  )
}
