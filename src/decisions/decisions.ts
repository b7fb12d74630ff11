import { FeatureEncoder, type Features } from '../policies/index.ts'
import type { Columns } from './columns.ts'
import type { RowStore } from './row-store.ts'
import { BLOCK_ROWS } from './row-store.ts'

/** Places of a stored row's numbers; the codes of its columns follow. */
export const REWARD = 0
export const PROBABILITY = 1
export const ACTION = 2
export const CODES = 3

/** Some rows, as arrays side by side, which the next reading overwrites. */
export interface DecisionBlock {
  /** How many, up to 256. */
  rows: number
  /** Encoded [rows × size]. */
  readonly observations: Float32Array
  /** Index of what was chosen. */
  readonly actions: Int32Array
  /** Probability that it had, in (0, 1]. */
  readonly probabilities: Float64Array
  /** What was earned. */
  readonly rewards: Float64Array
}

/** What a log of decisions is made of once it is read. */
export interface DecisionsParts {
  readonly name: string
  readonly columns: Columns
  readonly features: Features
  readonly notes: readonly string[]
  readonly store: RowStore
  readonly heldOut?: RowStore
}

/**
 * Logged decisions: contexts, what was chosen in each, how likely that was, and what it earned. A training set for
 * `train({ data })`, and evidence for `judge`. Made by `readLog`.
 */
export class Decisions {
  /** The file that it was read from, or what it was called. */
  readonly name: string
  /** Which column of it is what. */
  readonly columns: Columns
  /** How rows become observations; goes along with a policy that learns from it. */
  readonly features: Features
  /** What was found, and what was made of it, in sentences. */
  readonly notes: readonly string[]
  /** The rows that nothing is learnt from, if some were kept aside. */
  readonly heldOut: Decisions | undefined
  readonly #encoder: FeatureEncoder
  readonly #store: RowStore
  readonly #block: DecisionBlock

  constructor({ name, columns, features, notes, store, heldOut }: DecisionsParts) {
    this.name = name
    this.columns = columns
    this.features = features
    this.notes = notes
    this.#encoder = new FeatureEncoder(features)
    this.#store = store
    this.#block = {
      rows: 0,
      observations: new Float32Array(BLOCK_ROWS * this.#encoder.size),
      actions: new Int32Array(BLOCK_ROWS),
      probabilities: new Float64Array(BLOCK_ROWS),
      rewards: new Float64Array(BLOCK_ROWS),
    }
    this.heldOut =
      heldOut &&
      new Decisions({ name: `the held-out rows of ${name}`, columns, features, notes, store: heldOut })
  }

  /** How many there are, without those that are held out. */
  get rows(): number {
    return this.#store.rows
  }

  /** Blocks of up to 256 rows. */
  get blocks(): number {
    return this.#store.blocks
  }

  /** How many there are in a block. */
  rowsOf(block: number): number {
    return this.#store.rowsOf(block)
  }

  /** Numbers of an encoded context. */
  get observationSize(): number {
    return this.#encoder.size
  }

  /** The rows of a block, in the order of the log; one object for ever. */
  read(block: number): DecisionBlock {
    const { width } = this.#store
    const numbers = this.#store.read(block)
    const found = this.#block
    found.rows = this.#store.rowsOf(block)
    for (let row = 0; row < found.rows; row++) {
      const from = row * width
      found.rewards[row] = numbers[from + REWARD]
      found.probabilities[row] = numbers[from + PROBABILITY]
      found.actions[row] = numbers[from + ACTION]
      this.#encoder.observe(numbers, from + CODES, found.observations, row * this.#encoder.size)
    }
    return found
  }

  /** Gives back the temporary file of a log that is larger than what is kept in memory. */
  close(): void {
    this.#store.close()
    this.heldOut?.close()
  }
}
