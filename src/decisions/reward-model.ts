import { solveLinear } from '../envs/tabular/exact/linear.ts'
import type { DecisionBlock, Decisions } from './decisions.ts'

/** A row is predicted by models that have not seen it: those of the other folds. */
const FOLDS = 3
/** On standardised columns, and on what an action has beyond the mean reward. */
const RIDGE = 1
/** Numbers that all sums may take. */
const MAX_NUMBERS = 2 ** 24

/** q̂(x, a): for each action a ridge regression of the reward, less its mean, on the context; cross-fitted over three folds. */
export class RewardModel {
  readonly #size: number
  readonly #actions: number
  readonly #mean: number
  /** Of each fold, the weights [actions × (size + 1)] that were found without it. */
  readonly #weights: readonly Float64Array[]

  private constructor(size: number, actions: number, mean: number, weights: readonly Float64Array[]) {
    this.#size = size
    this.#actions = actions
    this.#mean = mean
    this.#weights = weights
  }

  /** Whether the sums of a regression for each action fit into memory. */
  static fits({ observationSize, features }: Decisions): boolean {
    return FOLDS * features.actions.length * (observationSize + 2) ** 2 <= MAX_NUMBERS
  }

  static fit(decisions: Decisions): RewardModel {
    const size = decisions.observationSize
    const actions = decisions.features.actions.length
    const mean = meanReward(decisions)
    const sums = Array.from({ length: FOLDS }, () =>
      Array.from({ length: actions }, () => new NormalEquations(size + 1)),
    )
    const context = new Float64Array(size + 1).fill(1)
    eachRow(decisions, (block, row, index) => {
      context.set(block.observations.subarray(row * size, (row + 1) * size))
      sums[index % FOLDS][block.actions[row]].add(context, block.rewards[row] - mean)
    })
    const weights = sums.map((_, left) => {
      const others = sums.filter((_, fold) => fold !== left)
      const found = new Float64Array(actions * (size + 1))
      for (let a = 0; a < actions; a++)
        found.set(
          NormalEquations.solve(
            others.map((fold) => fold[a]),
            RIDGE,
          ),
          a * (size + 1),
        )
      return found
    })
    return new RewardModel(size, actions, mean, weights)
  }

  /**
   * q̂(x, ·) of the context [size] at `at`, into `predictions` [actions].
   *
   * @param index of the row in the log.
   */
  predict(contexts: Float32Array, at: number, index: number, predictions: Float64Array): void {
    const weights = this.#weights[index % FOLDS]
    const size = this.#size
    for (let a = 0; a < this.#actions; a++) {
      const from = a * (size + 1)
      let sum = this.#mean + weights[from + size]
      for (let i = 0; i < size; i++) sum += weights[from + i] * contexts[at + i]
      predictions[a] = sum
    }
  }
}

/** Calls back with every row of a log, and its number. */
export function eachRow(
  decisions: Decisions,
  take: (block: DecisionBlock, row: number, index: number) => void,
): void {
  let index = 0
  for (let b = 0; b < decisions.blocks; b++) {
    const block = decisions.read(b)
    for (let row = 0; row < block.rows; row++) take(block, row, index++)
  }
}

function meanReward(decisions: Decisions): number {
  let sum = 0
  eachRow(decisions, ({ rewards }, row) => {
    sum += rewards[row]
  })
  return sum / decisions.rows
}

/** XᵀX and Xᵀy of some rows. */
class NormalEquations {
  readonly #size: number
  readonly #squares: Float64Array
  readonly #products: Float64Array

  constructor(size: number) {
    this.#size = size
    this.#squares = new Float64Array(size * size)
    this.#products = new Float64Array(size)
  }

  add(x: Float64Array, y: number): void {
    const size = this.#size
    for (let i = 0; i < size; i++) {
      const xi = x[i]
      if (xi === 0) continue
      this.#products[i] += xi * y
      for (let j = i; j < size; j++) this.#squares[i * size + j] += xi * x[j]
    }
  }

  /** Weights of the ridge regression on the rows of all of them. */
  static solve(all: readonly NormalEquations[], ridge: number): Float64Array {
    const size = all[0].#size
    const squares = new Float64Array(size * size)
    const products = new Float64Array(size)
    for (const one of all)
      for (let i = 0; i < size; i++) {
        products[i] += one.#products[i]
        for (let j = i; j < size; j++) squares[i * size + j] += one.#squares[i * size + j]
      }
    for (let i = 0; i < size; i++) {
      squares[i * size + i] += ridge
      for (let j = 0; j < i; j++) squares[i * size + j] = squares[j * size + i]
    }
    return solveLinear(squares, products)
  }
}
