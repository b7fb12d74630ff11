import { stream } from '../random/index.ts'
import { type EstimatorName, type Evidence, estimatorNames, estimators } from './estimators.ts'

/** Sums are kept for this many groups of rows: with fewer rows, of each row by itself. */
const GROUPS = 1024
const LEVEL = 0.95

/** A number from a log, and the interval of it. */
export interface LogEstimate {
  /** In reward a decision. */
  readonly value: number
  /** Where 95 % of the resamples lie. */
  readonly interval: { readonly low: number; readonly high: number }
}

/** An estimate of a policy's worth. */
export interface ValueEstimate extends LogEstimate {
  /** The same less the mean reward of the log: what the policy would have earned more. */
  readonly gain: LogEstimate
}

/** By each estimator that could be used. */
export type EstimatedValues = { readonly [Name in EstimatorName]?: ValueEstimate }

export interface TallyOptions {
  /** Of weights, in clipped IPS and switch-DR. */
  readonly cap: number
  /** Whether there is a reward model. */
  readonly isModelled: boolean
  readonly resamples: number
  readonly seed: number
}

/**
 * Adds rows up, to estimates with their intervals: a percentile bootstrap over rows. Beyond 1,024 rows it draws groups of rows,
 * which are as independent as rows are, so that time and memory stay bounded.
 */
export class Tally {
  readonly #options: TallyOptions
  readonly #names: readonly EstimatorName[]
  /** Upper and lower sums of each estimator, and last rewards and rows, a group after the other. */
  readonly #sums = new Float64Array(GROUPS * WIDTH)
  #rows = 0
  #weights = 0
  #squares = 0
  #largest = 0

  constructor(options: TallyOptions) {
    this.#options = options
    this.#names = estimatorNames.filter((name) => options.isModelled || !estimators[name].isModelled)
  }

  add(row: Evidence): void {
    const { cap } = this.#options
    const at = (this.#rows % GROUPS) * WIDTH
    this.#names.forEach((name, i) => {
      this.#sums[at + 2 * i] += estimators[name].upper(row, cap)
      this.#sums[at + 2 * i + 1] += estimators[name].lower(row, cap)
    })
    this.#sums[at + WIDTH - 2] += row.reward
    this.#sums[at + WIDTH - 1]++
    this.#rows++
    this.#weights += row.weight
    this.#squares += row.weight ** 2
    this.#largest = Math.max(this.#largest, row.weight)
  }

  get rows(): number {
    return this.#rows
  }

  /** (Σ w)² / Σ w²: rows of the policy's own that would say as much (Kong 1992). */
  get effectiveRows(): number {
    return this.#squares === 0 ? 0 : this.#weights ** 2 / this.#squares
  }

  get meanWeight(): number {
    return this.#weights / this.#rows
  }

  get largestWeight(): number {
    return this.#largest
  }

  /** What the policy of the log earned, and what the one that is judged would have. */
  estimates(): { readonly logged: LogEstimate; readonly values: EstimatedValues } {
    const whole = this.#whole()
    const resamples = this.#resamples()
    const estimateOf = (statistic: (sums: Float64Array) => number): LogEstimate => ({
      value: statistic(whole),
      interval: middle(resamples.map(statistic)),
    })
    const logged = (sums: Float64Array) => sums[WIDTH - 2] / sums[WIDTH - 1]
    const values = this.#names.map((name, i) => {
      const value = (sums: Float64Array) => sums[2 * i] / sums[2 * i + 1]
      return [name, { ...estimateOf(value), gain: estimateOf((sums) => value(sums) - logged(sums)) }] as const
    })
    return { logged: estimateOf(logged), values: Object.fromEntries(values) as EstimatedValues }
  }

  #whole(): Float64Array {
    const sums = new Float64Array(WIDTH)
    for (let i = 0; i < this.#sums.length; i++) sums[i % WIDTH] += this.#sums[i]
    return sums
  }

  #resamples(): Float64Array[] {
    const random = stream(this.#options.seed, 'bootstrap')
    const groups = Math.min(GROUPS, this.#rows)
    return Array.from({ length: this.#options.resamples }, () => {
      const sums = new Float64Array(WIDTH)
      for (let drawn = 0; drawn < groups; drawn++) {
        const at = random.integers(0, groups) * WIDTH
        for (let i = 0; i < WIDTH; i++) sums[i] += this.#sums[at + i]
      }
      return sums
    })
  }
}

const WIDTH = 2 * estimatorNames.length + 2

/** The middle {@link LEVEL} of the numbers, interpolated as numpy's percentile does; 0/0 counts for nothing. */
function middle(numbers: readonly number[]): { readonly low: number; readonly high: number } {
  const sorted = numbers.filter((number) => !Number.isNaN(number)).sort((a, b) => a - b)
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const [below, above] = [Math.floor(place), Math.ceil(place)]
    return sorted[below] + (place - below) * (sorted[above] - sorted[below])
  }
  return { low: at((1 - LEVEL) / 2), high: at((1 + LEVEL) / 2) }
}
