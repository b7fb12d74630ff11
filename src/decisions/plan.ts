import { nearest } from '../nearest.ts'
import {
  type FeatureColumn,
  type Features,
  flattened,
  numberOf,
  type RawRow,
  type RawValue,
  textOf,
} from '../policies/index.ts'
import { type Columns, PROBABILITY_NAMES } from './columns.ts'

/** A category has no more values than this; where a column has more of them among the first rows, it is hashed. */
export const MAX_CATEGORY = 1000
const HASHED_FROM = 100
const BUCKETS = 64
/** With fewer rows, that all texts of a column differ means nothing. */
const FEW_ROWS = 50

/** A column of the context, before all of its rows are known. */
export type PlannedColumn = { readonly name: string } & (
  | { readonly kind: 'number' | 'category' }
  | { readonly kind: 'hashed'; readonly buckets: number }
)

/** What each column of a log is. */
export interface Plan {
  readonly context: readonly PlannedColumn[]
  /** undefined: it is estimated. */
  readonly probability: string | undefined
  readonly notes: readonly string[]
}

/**
 * Reads off the first rows what each column is, as far as nobody says.
 *
 * @param features those of a policy, whose columns the log must have.
 * @throws Error of one line for a column that the log has not, or that is named twice.
 */
export function planOf(name: string, sample: readonly RawRow[], columns: Columns, features?: Features): Plan {
  const rows = sample.map(flattened)
  const names = new Set(rows.slice(0, NAMED_BY).flatMap((row) => Object.keys(row)))
  const { action, reward, context, ignore, categories, hashed } = columns
  const named = [action, reward, ...(context ?? []), ...ignore, ...categories, ...Object.keys(hashed)]
  for (const column of [...named, ...(columns.probability === null ? [] : [columns.probability])])
    requireColumn(name, column, names)
  const probability = columns.probability ?? PROBABILITY_NAMES.find((one) => names.has(one))
  const notes: string[] = []
  const taken = [action, reward, ...(probability === undefined ? [] : [probability])]
  const isFixed = (column: FeatureColumn) => !names.has(column.name)
  const missing = features?.columns.find(isFixed)
  if (missing) throw new Error(`${name} has no column '${missing.name}', which the policy reads`)
  const twice = context?.find((column) => taken.includes(column))
  if (twice !== undefined)
    throw new Error(`column '${twice}' can't be of the context: it is the ${roleOf(twice, columns)}`)
  const kinds = (column: string) => kindOf(column, rows, columns, notes)
  const chosen = context ?? [...names].filter((one) => !taken.includes(one) && !ignore.includes(one))
  const planned = features
    ? features.columns
    : chosen.map((column) => kinds(column)).filter((column) => column !== undefined)
  if (planned.length === 0) throw new Error(`${name} has no column of context; every row needs one at least`)
  return { context: planned, probability: columns.estimateProbabilities ? undefined : probability, notes }
}

/** Rows whose columns are looked at: JSON leaves out what is empty. */
const NAMED_BY = 1000

const roleOf = (column: string, { action, reward }: Columns) =>
  column === action ? 'action' : column === reward ? 'reward' : 'probability'

function requireColumn(log: string, column: string, names: ReadonlySet<string>): void {
  if (names.has(column)) return
  const near = nearest(column, [...names])
  throw new Error(
    `${log} has no column '${column}'${near === undefined ? '' : `; did you mean ${near}?`} It has ${list([...names])}`,
  )
}

/** undefined: it is none that a policy could read, and a note says so. */
function kindOf(
  name: string,
  rows: readonly Readonly<Record<string, RawValue | undefined>>[],
  { context, categories, hashed }: Columns,
  notes: string[],
): PlannedColumn | undefined {
  if (name in hashed) return { name, kind: 'hashed', buckets: hashed[name] }
  if (categories.includes(name)) return { name, kind: 'category' }
  const isNamed = context?.includes(name)
  if (name === '' && !isNamed) return undefined
  const values = rows.map((row) => row[name] ?? null)
  if (values.every(isNumber)) return { name, kind: 'number' }
  const distinct = new Set(values.map(textOf))
  if (!isNamed && distinct.size === rows.length && rows.length >= FEW_ROWS) {
    notes.push(`${name} is left out: no two rows have the same text (--context or --hash takes it in)`)
    return undefined
  }
  if (distinct.size <= HASHED_FROM) return { name, kind: 'category' }
  notes.push(
    `${name} is hashed into ${BUCKETS} buckets, having more than ${HASHED_FROM} values (--hash, --categories)`,
  )
  return { name, kind: 'hashed', buckets: BUCKETS }
}

function isNumber(value: RawValue): boolean {
  if (typeof value === 'boolean' || typeof value === 'number') return typeof value === 'number'
  try {
    numberOf(value)
    return true
  } catch {
    return false
  }
}

/** The first few of them. */
export const list = (words: readonly string[], most = 12) =>
  words.length <= most
    ? words.join(', ')
    : `${words.slice(0, most).join(', ')} and ${words.length - most} more`
