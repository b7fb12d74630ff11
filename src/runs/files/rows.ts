/** The rows of `metrics.jsonl`, and which of them a run has. */
import { printable } from '../../printable.ts'
import type { Metrics } from '../../training/index.ts'
import { metricsFrom } from '../../training/records.ts'
import { METRICS_FILE } from './names.ts'

/** Most rows a file has. */
export const MAX_ROWS = 8192

/** Updates from one row to the next after so many updates: the smallest power of two that leaves at most MAX_ROWS. */
export function strideAt(updates: number): number {
  let stride = 1
  while (updates > stride * MAX_ROWS) stride *= 2
  return stride
}

/** A row as a line, with its line break. */
export const metricsLine = (metrics: Metrics): string => `${JSON.stringify(metrics)}\n`

/**
 * The rows, one after the other: whoever serves others may read them in turns. A half-written last line is left out: the
 * run may be going on, or was killed; old names are replaced by those of today.
 *
 * @throws Error that names the line which is not a row.
 */
export function* eachRow(text: string): Generator<Metrics, void, void> {
  const lines = text.split('\n')
  const unfinished = parse(lines.pop()!) // '' after a complete last line
  if (unfinished !== undefined) lines.push(JSON.stringify(unfinished))
  let before = 0
  for (const [index, line] of lines.entries())
    try {
      const row = rowFrom(line)
      if (row.update <= before) throw new Error(`update ${row.update} comes after ${before}`)
      before = row.update
      yield row
    } catch (error) {
      throw new Error(
        `${METRICS_FILE} line ${index + 1} is not a row of metrics: ${printable((error as Error).message)}`,
      )
    }
}

/** All rows. @throws Error that names the line which is not a row. */
export const readMetrics = (text: string): Metrics[] => [...eachRow(text)]

/**
 * The first row that is missing between the others, as the updates beside it; undefined where there is none. The first may be
 * of any update, since a run that was saved goes on without its rows, and the last need not be due. A run that was taken up
 * from before its rows were thinned has every second one, and from there on each.
 *
 * @param updates of the rows, ascending.
 */
export function gapIn(updates: readonly number[]): readonly [before: number, after: number] | undefined {
  const stride = strideAt(updates.at(-1) ?? 0)
  let thinned = true
  for (let i = 1; i < updates.length; i++) {
    const [before, after] = [updates[i - 1], updates[i]]
    thinned &&= before % (2 * stride) === 0
    if (after - before > (thinned ? 2 : 1) * stride) return [before, after]
  }
  return undefined
}

function rowFrom(line: string): Metrics {
  const row = parse(line)
  if (row === undefined) throw new Error('it is not JSON')
  return metricsFrom(row)
}

/** undefined for what is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
