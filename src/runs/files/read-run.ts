import type { Metrics, Result } from '../../training/index.ts'
import { checksumOf } from './checksum.ts'
import { readConfig, readResult } from './contents.ts'
import { CONFIG_FILE, METRICS_FILE, RESULT_FILE } from './names.ts'
import type { RunRecord } from './record.ts'
import { eachRow, gapIn } from './rows.ts'

/** The text of the file of a run; undefined where there is none. */
type TextOf = (name: string) => string | undefined

/** A run whose rows are read one after the other: whoever serves others may do so in turns. */
export interface OpenRun extends Omit<RunRecord, 'metrics' | 'folder'> {
  /** Throws for a row that is none, or is missing. */
  readonly rows: Generator<Metrics, void, void>
}

/**
 * What the files of a run say, all but the checkpoint.
 *
 * @throws Error that names the file and what is wrong with it.
 */
export function openRunFiles(textOf: TextOf): OpenRun {
  const config = textOf(CONFIG_FILE)
  if (config === undefined) throw new Error(`${CONFIG_FILE} is missing`)
  const metrics = textOf(METRICS_FILE) ?? ''
  const text = textOf(RESULT_FILE)
  const { result, checksum } = text === undefined ? { result: null } : readResult(text)
  const settings = readConfig(config)
  // A page keeps the rows that it likes, and a checksum says more than a look for gaps.
  const mayLack = checksum !== undefined || settings.versions.node === 'browser'
  const belong = !result || checksum === undefined || checksum === checksumOf(result, metrics)
  const rows = mayLack ? eachRow(metrics) : withoutGap(metrics, result)
  return { ...settings, result, rows: belong ? rows : withoutResult(rows) }
}

/** @throws Error after the rows, whose own faults say more. */
function* withoutResult(rows: Iterable<Metrics>): Generator<Metrics, void, void> {
  yield* rows
  throw new Error(
    `${RESULT_FILE} and ${METRICS_FILE} don't belong together: one of them was changed, or lacks something`,
  )
}

/** @throws Error for rows that are missing between others, or before the end that the result tells of. */
function* withoutGap(text: string, result: Result | null): Generator<Metrics, void, void> {
  const updates: number[] = []
  for (const row of eachRow(text)) {
    updates.push(row.update)
    yield row
  }
  const gap = gapIn(updates)
  if (gap) throw new Error(`${METRICS_FILE} lacks the rows between updates ${gap[0]} and ${gap[1]}`)
  const last = updates.at(-1)
  if (result && last !== undefined && last !== result.updates)
    throw new Error(
      `${METRICS_FILE} ends at update ${last}, and ${RESULT_FILE} at ${result.updates}: one of them was changed, or lacks something`,
    )
}
