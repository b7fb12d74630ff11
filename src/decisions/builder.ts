import {
  type FeatureColumn,
  FeatureEncoder,
  type Features,
  flattened,
  numberOf,
  type RawRow,
  type RawValue,
  textOf,
} from '../policies/index.ts'
import type { ActionTable } from './action-features.ts'
import type { Columns } from './columns.ts'
import { ACTION, CODES, PROBABILITY, REWARD } from './decisions.ts'
import { faultIn } from './fault.ts'
import { share } from './hold-out.ts'
import { Moments } from './moments.ts'
import { Names } from './names.ts'
import { list, MAX_CATEGORY, type Plan, type PlannedColumn } from './plan.ts'
import { type NumberFile, RowStore } from './row-store.ts'

/** Puts rows into stores, and finds on the way what encodes them. */
export class LogBuilder {
  readonly store: RowStore
  readonly heldOut: RowStore | undefined
  readonly #name: string
  readonly #columns: Columns
  readonly #plan: Plan
  readonly #given: Features | undefined
  readonly #table: ActionTable | undefined
  /** Codes what needs no knowledge of other rows. */
  readonly #coder: FeatureEncoder
  readonly #actions: Names
  readonly #categories: readonly (Names | undefined)[]
  readonly #moments: readonly Moments[]
  readonly #row: Float64Array
  #rows = 0

  constructor(
    name: string,
    columns: Columns,
    plan: Plan,
    features: Features | undefined,
    table: ActionTable | undefined,
    open?: () => NumberFile,
  ) {
    this.#name = name
    this.#columns = columns
    this.#plan = plan
    this.#given = features
    this.#table = table
    this.#coder = new FeatureEncoder(
      features ?? { columns: plan.context.map((column) => finished(column, [])), actions: [] },
    )
    this.#actions = new Names(features?.actions ?? table?.names ?? columns.actions ?? undefined)
    this.#categories = plan.context.map(({ kind }) => (kind === 'category' ? new Names() : undefined))
    this.#moments = plan.context.map(() => new Moments())
    const width = CODES + plan.context.length
    this.#row = new Float64Array(width)
    this.store = new RowStore(width, open)
    if (columns.holdOut > 0) this.heldOut = new RowStore(width, open)
  }

  /** Whether no row says how likely its action was. */
  get isEstimated(): boolean {
    return this.#plan.probability === undefined
  }

  /** @throws Error of one line that names row and column. */
  add(raw: RawRow, number: number): void {
    const row = flattened(raw)
    const numbers = this.#row
    const { action, reward } = this.#columns
    numbers[REWARD] = this.#numberIn(row, reward, number)
    numbers[PROBABILITY] = this.#probabilityOf(row, number)
    numbers[ACTION] = this.#actionOf(row[action], number)
    this.#plan.context.forEach((column, i) => {
      numbers[CODES + i] = this.#codeOf(row[column.name] ?? null, i, number)
    })
    const isHeldOut = this.heldOut && share(this.#rows) < this.#columns.holdOut
    const store = isHeldOut ? this.heldOut! : this.store
    store.append(numbers)
    this.#rows++
  }

  /** A number that must be there. */
  #numberIn(row: Readonly<Record<string, RawValue | undefined>>, column: string, at: number): number {
    const value = row[column] ?? null
    let number: number
    try {
      number = numberOf(value)
    } catch (error) {
      throw faultIn(this.#name, at, column, `it is ${(error as Error).message}`)
    }
    if (!Number.isNaN(number)) return number
    throw faultIn(
      this.#name,
      at,
      column,
      `it is ${value === null || value === '' ? 'missing' : `'${value}'`}; every row needs a finite number there`,
    )
  }

  /** NaN where it is estimated. */
  #probabilityOf(row: Readonly<Record<string, RawValue | undefined>>, at: number): number {
    const { probability } = this.#plan
    if (probability === undefined) return Number.NaN
    const value = row[probability] ?? null
    if (value === null || value === '')
      throw faultIn(
        this.#name,
        at,
        probability,
        'it is missing; give it, or let all be estimated (estimateProbabilities, --estimate-probabilities)',
      )
    const number = this.#numberIn(row, probability, at)
    if (number > 0 && number <= 1) return number
    throw faultIn(
      this.#name,
      at,
      probability,
      `it is ${number}; what was chosen had a probability above 0, and at most 1`,
    )
  }

  #actionOf(value: RawValue | undefined, at: number): number {
    const { action } = this.#columns
    const name = textOf(value ?? null)
    if (name === '') throw faultIn(this.#name, at, action, 'it is missing; every row needs what was chosen')
    const found = this.#actions.indexOf(name)
    if (found === undefined)
      throw faultIn(
        this.#name,
        at,
        action,
        `'${name}' is none of the ${this.#given ? "policy's actions" : 'actions given'}: ${list(this.#actions.all)}`,
      )
    if (found < MAX_ACTIONS) return found
    throw faultIn(
      this.#name,
      at,
      action,
      `there are more than ${MAX_ACTIONS.toLocaleString('en')} actions by this row; name the column of what was chosen (action, --action)`,
    )
  }

  #codeOf(value: RawValue, i: number, at: number): number {
    const column = this.#plan.context[i]
    const names = this.#categories[i]
    if (!this.#given && names) {
      const code = names.indexOf(textOf(value))!
      if (code < MAX_CATEGORY) return code
      throw faultIn(
        this.#name,
        at,
        column.name,
        `there are more than ${MAX_CATEGORY.toLocaleString('en')} values by this row; hash them (hashed, --hash ${column.name}:64) or leave it out (ignore, --ignore)`,
      )
    }
    try {
      const code = this.#coder.code(i, value)
      if (column.kind === 'number' && !Number.isNaN(code)) this.#moments[i].add(code)
      return code
    } catch (error) {
      throw faultIn(
        this.#name,
        at,
        column.name,
        `it is ${(error as Error).message}; or take it for a category (categories, --categories ${column.name})`,
      )
    }
  }

  /**
   * What encodes the rows, of which no more will come.
   *
   * @throws Error of one line for a log without rows, with one action, or without one that was given.
   */
  end(): { readonly features: Features; readonly notes: readonly string[] } {
    this.store.end()
    this.heldOut?.end()
    if (this.store.rows === 0)
      throw new Error(
        `${this.#name} has no rows${this.heldOut?.rows ? ' but held-out ones; hold out a smaller share' : ''}`,
      )
    const { all: actions, unused } = this.#actions
    if (actions.length < 2)
      throw new Error(
        `${this.#name}, column ${this.#columns.action}: every row has '${actions[0]}'; there is nothing to choose from one action`,
      )
    if (!this.#given && !this.#table && unused.length > 0)
      throw new Error(
        `${this.#name}, column ${this.#columns.action}: ${list(unused)} is never logged, so nothing is known of it; leave it out of actions`,
      )
    const features = this.#given ?? {
      columns: this.#plan.context.map((column, i) =>
        finished(column, this.#categories[i]?.all ?? [], this.#moments[i]),
      ),
      actions,
      ...(this.#table && { actionFeatures: this.#table.features }),
    }
    const missing = this.#plan.context.flatMap(({ name, kind }, i) => {
      const count = this.#rows - this.#moments[i].count
      return kind !== 'number' || count === 0
        ? []
        : [`${name} is missing in ${count.toLocaleString('en')} rows, where its mean is taken`]
    })
    return { features, notes: [...this.#plan.notes, ...missing] }
  }
}

const MAX_ACTIONS = 10_000

function finished(column: PlannedColumn, values: readonly string[], moments?: Moments): FeatureColumn {
  const { name } = column
  if (column.kind === 'hashed') return { name, kind: column.kind, buckets: column.buckets }
  if (column.kind === 'category') return { name, kind: column.kind, values }
  return { name, kind: column.kind, mean: moments?.mean ?? 0, deviation: moments?.deviation ?? 1 }
}
