/** What a policy that learnt from logged decisions reads of a raw row, and what it calls its actions. */

/** A value of a column; null, and what reads like it in a file, is a missing one. */
export type RawValue = string | number | boolean | null

/** A row as it was logged: column → value, or objects and lists of them, whose columns are then called `user.age`, `taste.0`. */
export interface RawRow {
  readonly [column: string]: RawValue | undefined | RawRow | readonly RawValue[]
}

/** How a column becomes numbers. */
export type FeatureColumn = { readonly name: string } & (
  | {
      /** (value − mean) / deviation: one number, 0 where the value is missing. */
      readonly kind: 'number'
      readonly mean: number
      readonly deviation: number
    }
  | {
      /** One number for each known value, of which one is 1; all are 0 for an unknown one. */
      readonly kind: 'category'
      readonly values: readonly string[]
    }
  | {
      /** One number for each bucket, of which that of the value's hash is 1. */
      readonly kind: 'hashed'
      readonly buckets: number
    }
)

/** Columns to numbers, and numbers to actions. */
export interface Features {
  /** In the order of an observation's numbers. */
  readonly columns: readonly FeatureColumn[]
  /** What each action is called. */
  readonly actions: readonly string[]
  /** Numbers that are known of each action [actions × features], where the log came with such. */
  readonly actionFeatures?: readonly (readonly number[])[]
}

/** Code of a value that is not among those of its category. */
const UNKNOWN = -1

/** Encodes raw rows. A row is first a code a column (the number, the index of the value, the bucket), then an observation. */
export class FeatureEncoder {
  readonly features: Features
  /** Numbers of an observation. */
  readonly size: number
  readonly #indices: readonly ReadonlyMap<string, number>[]

  /** @throws Error for what no log has made. */
  constructor(features: Features) {
    requireFeatures(features)
    this.features = features
    this.size = features.columns.reduce((sum, column) => sum + widthOf(column), 0)
    this.#indices = features.columns.map(
      (column) => new Map(column.kind === 'category' ? column.values.map((value, i) => [value, i]) : []),
    )
  }

  /** @throws Error for a text where a number belongs. */
  code(column: number, value: RawValue): number {
    const spec = this.features.columns[column]
    if (spec.kind === 'category') return this.#indices[column].get(textOf(value)) ?? UNKNOWN
    return spec.kind === 'hashed' ? bucketOf(value, spec.buckets) : numberOf(value)
  }

  /** Writes the observation [size] of the codes that begin at `from`. */
  observe(codes: Float64Array, from: number, observation: Float32Array, at: number): void {
    observation.fill(0, at, at + this.size)
    let place = at
    for (const [i, column] of this.features.columns.entries()) {
      const code = codes[from + i]
      if (column.kind === 'number') {
        if (!Number.isNaN(code)) observation[place] = (code - column.mean) / column.deviation
      } else if (code !== UNKNOWN) observation[place + code] = 1
      place += widthOf(column)
    }
  }

  /**
   * The observation [size] of a raw row.
   *
   * @throws Error that names a column which the row has not, or whose value is no number where it must be one.
   */
  encode(row: RawRow): Float32Array {
    const flat = flattened(row)
    const codes = Float64Array.from(this.features.columns, ({ name }, i) => {
      const value = flat[name]
      if (value === undefined) throw new Error(`the row has no '${name}'; give null where it is unknown`)
      try {
        return this.code(i, value)
      } catch (error) {
        throw new Error(`${name} is ${(error as Error).message}`, { cause: error })
      }
    })
    const observation = new Float32Array(this.size)
    this.observe(codes, 0, observation, 0)
    return observation
  }
}

const widthOf = (column: FeatureColumn) =>
  column.kind === 'number' ? 1 : column.kind === 'category' ? column.values.length : column.buckets

/** What a value is called among those of a category; '' where it is missing. */
export const textOf = (value: RawValue): string => (value === null ? '' : String(value))

/** What stands for a missing number in files. */
const MISSING = /^\s*(nan|na|null|none)?\s*$/i

/**
 * NaN where the number is missing.
 *
 * @throws Error with the value that is none, and what would be.
 */
export function numberOf(value: RawValue): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (value === null || Number.isNaN(value)) return Number.NaN
  const number = Number(value)
  // '' is 0 to JavaScript.
  const isOwn = Number.isFinite(number) && (number !== 0 || /\d/.test(String(value)))
  if (isOwn || typeof value === 'boolean') return number
  if (typeof value === 'string' && MISSING.test(value)) return Number.NaN
  throw new Error(`'${String(value).slice(0, 100)}'; it must be a finite number, or nothing`)
}

/** FNV-1a over UTF-16, its bits mixed once more (MurmurHash3's finaliser), modulo `buckets`. */
function bucketOf(value: RawValue, buckets: number): number {
  const text = textOf(value)
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % buckets
}

/** A row whose columns are all on one level. */
export function flattened(row: RawRow): Readonly<Record<string, RawValue | undefined>> {
  const isFlat = !Object.values(row).some((value) => typeof value === 'object' && value !== null)
  if (isFlat) return row as Readonly<Record<string, RawValue | undefined>>
  const flat: Record<string, RawValue | undefined> = Object.create(null)
  const take = (value: RawRow[string], name: string): void => {
    if (typeof value !== 'object' || value === null) flat[name] = value
    else for (const [key, inner] of Object.entries(value)) take(inner, name === '' ? key : `${name}.${key}`)
  }
  take(row, '')
  return flat
}

function requireFeatures({ columns, actions, actionFeatures }: Features): void {
  const isSound = (column: FeatureColumn) => {
    if (typeof column.name !== 'string') return false
    if (column.kind === 'number') return Number.isFinite(column.mean) && column.deviation > 0
    return column.kind === 'category'
      ? column.values.every((value) => typeof value === 'string')
      : column.kind === 'hashed' && Number.isInteger(column.buckets) && column.buckets > 0
  }
  if (!columns.every(isSound) || !actions.every((action) => typeof action === 'string'))
    throw new Error('its columns are none that a log has')
  const width = actionFeatures?.[0]?.length ?? 0
  const isRow = (row: readonly number[]) => row.length === width && row.every(Number.isFinite)
  if (
    actionFeatures &&
    !(width > 0 && actionFeatures.length === actions.length && actionFeatures.every(isRow))
  )
    throw new Error('its features of actions are not as many numbers for each')
}
