import { logFiles } from '#host/decisions'
import type { Features, RawRow } from '../policies/index.ts'
import { problemOf } from '../settings/issue.ts'
import { type ActionTable, actionTable } from './action-features.ts'
import { LogBuilder } from './builder.ts'
import type { Columns, ColumnsInput } from './columns.ts'
import { columnsSchema } from './columns-schema.ts'
import { Decisions } from './decisions.ts'
import { planOf } from './plan.ts'
import { estimateProbabilities } from './propensities.ts'

/** Which columns of a log are what, and: */
export interface LogOptions extends Omit<ColumnsInput, 'actionFeatures'> {
  /** Those of a policy, `policy.spec.features`, where it is to be judged, or to learn more. */
  readonly features?: Features
  /** Features of the actions, a row an action, or the file that has them. */
  readonly actionFeatures?: string | readonly RawRow[] | null | undefined
  /** What errors call a log that is no file. */
  readonly name?: string
  /** Told now and then, while it is read, of its rows so far. */
  readonly onProgress?: (rows: number) => void
}

/** Rows that are looked at before the kinds of columns are settled. */
const SAMPLE_ROWS = 10_000
const PROGRESS_ROWS = 1 << 14

/**
 * Reads logged decisions, once and row after row: memory is bounded, for beyond 256 MiB encoded rows go to a temporary file (Node).
 *
 * @param source a file (Node; JSON lines, CSV or Parquet), or the rows themselves.
 * @throws Error of one line that names row and column.
 */
export async function readLog(
  source: string | Iterable<RawRow> | AsyncIterable<RawRow>,
  options: LogOptions = {},
): Promise<Decisions> {
  const { features, name: said, onProgress, actionFeatures, ...others } = options
  const name = said ?? (typeof source === 'string' ? source : 'the log')
  const given = typeof actionFeatures === 'string' ? { ...others, actionFeatures } : others
  const columns = columnsFrom(given)
  const table = features ? undefined : await tableOf(actionFeatures, columns)
  const isFile = typeof source === 'string'
  const files = isFile ? await logFiles() : undefined
  const batches = isFile ? files!.rowsOfFile(source) : batchesOf(source)
  const open = files && (() => new files.BlockFile())
  let builder: LogBuilder | undefined
  let sample: RawRow[] = []
  let rows = 0
  const settle = () => {
    const plan = planOf(name, sample, columns, features)
    const made = new LogBuilder(name, columns, plan, features, table, open)
    for (const row of sample) made.add(row, ++rows)
    sample = []
    return made
  }
  try {
    for await (const batch of batches)
      for (const row of batch) {
        if (builder) builder.add(row, ++rows)
        else sample.push(row)
        if (sample.length === SAMPLE_ROWS) builder = settle()
        if (rows > 0 && rows % PROGRESS_ROWS === 0) onProgress?.(rows)
      }
    if (!builder && sample.length === 0) throw new Error(`${name} has no rows`)
    builder ??= settle()
    return finish(name, columns, builder)
  } catch (error) {
    builder?.store.close()
    builder?.heldOut?.close()
    throw error
  }
}

function finish(name: string, columns: Columns, builder: LogBuilder): Decisions {
  const { features, notes } = builder.end()
  const { store, heldOut, isEstimated } = builder
  const made = (all: readonly string[]) =>
    new Decisions({ name, columns, features, notes: all, store, ...(heldOut && { heldOut }) })
  return isEstimated ? made([...notes, estimateProbabilities(made(notes), store, heldOut)]) : made(notes)
}

/** What is known of the actions. */
async function tableOf(
  given: LogOptions['actionFeatures'],
  { action, actions }: Columns,
): Promise<ActionTable | undefined> {
  if (!given) return undefined
  if (actions) throw new Error('actions are those that have features; leave out actions, or actionFeatures')
  if (typeof given !== 'string') return actionTable('actionFeatures', given, action)
  const rows: RawRow[] = []
  for await (const batch of (await logFiles()).rowsOfFile(given)) rows.push(...batch)
  return actionTable(given, rows, action)
}

function columnsFrom(given: ColumnsInput): Columns {
  const parsed = columnsSchema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new Error(
    problemOf(parsed.error, given, columnsSchema, { field: 'option', whole: 'the options' }).message,
  )
}

async function* batchesOf(rows: Iterable<RawRow> | AsyncIterable<RawRow>): AsyncGenerator<readonly RawRow[]> {
  if (Symbol.asyncIterator in rows) for await (const row of rows) yield [row]
  else yield rows as unknown as readonly RawRow[]
}
