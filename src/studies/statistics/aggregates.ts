/** One number for many scores, with its interval: final scores, and curves over training. */
import { median } from './averages.ts'
import {
  asDrawn,
  type BootstrapOptions,
  type Estimate,
  overResamples,
  percentileInterval,
  type Resamples,
  stratifiedResamples,
  type Weighted,
} from './bootstrap.ts'
import { type Scores, scoresAt, scoresOf } from './scores.ts'

/**
 * - `iqm`: interquartile mean over all runs of all environments, scipy's `trim_mean(scores, 0.25)`.
 * - `mean`: over all runs of all environments.
 * - `median`: over environments, of each one's mean over runs.
 * - `optimalityGap`: mean of what each score lacks to 1, the good score after normalisation; 0 at best.
 *
 * The four of Agarwal et al. 2021, "Deep Reinforcement Learning at the Edge of the Statistical Precipice".
 */
export type Aggregate = 'iqm' | 'mean' | 'median' | 'optimalityGap'

export const aggregates: readonly Aggregate[] = ['iqm', 'median', 'mean', 'optimalityGap']

export interface AggregateOptions extends BootstrapOptions {
  /** Resamples to use in place of own ones, such as the same for several statistics of one table. */
  readonly drawn?: Resamples
}

/** An aggregate of the scores at the last step, with its stratified-bootstrap interval. */
export function aggregate(scores: Scores, which: Aggregate, options: AggregateOptions = {}): Estimate {
  return atStep(scores, scores.steps - 1, which, options)
}

/** The aggregate at each step: a sample-efficiency curve. Intervals are of each step by itself, whole runs resampled. */
export function aggregateCurve(
  scores: Scores,
  which: Aggregate,
  { drawn, resamples = 1000, ...options }: AggregateOptions = {},
): Estimate[] {
  const same = drawn ?? stratifiedResamples(scores.runs, scores.environments, { resamples, ...options })
  return Array.from({ length: scores.steps }, (_, step) =>
    atStep(scores, step, which, { ...options, drawn: same }),
  )
}

export interface EstimateOptions extends BootstrapOptions {
  /** What is estimated, the mean if not given. */
  readonly statistic?: 'mean' | 'iqm'
}

/**
 * A statistic of runs in one environment, with its percentile-bootstrap interval.
 *
 * Too narrow for few values: below {@link ENOUGH_SEEDS} say so beside the number.
 *
 * @throws RangeError for no values, or one that is not finite.
 */
export function estimate(
  values: readonly number[],
  { statistic = 'mean', ...options }: EstimateOptions = {},
): Estimate {
  const scores = scoresOf(
    statistic,
    values.map((value) => [value]),
  )
  return aggregate(scores, statistic, options)
}

function atStep(scores: Scores, step: number, which: Aggregate, options: AggregateOptions): Estimate {
  const { runs, environments } = scores
  const table = scoresAt(scores, step)
  const statistic = prepare[which](table, environments)
  const value = statistic(asDrawn(table.length), 0)
  if (runs < 2) return { value, interval: null }
  const drawn = options.drawn ?? stratifiedResamples(runs, environments, options)
  return { value, interval: percentileInterval(overResamples(statistic, drawn), options.level) }
}

/** An aggregate of the scores at the last step, and what it comes to in each resample. */
export function resampledAggregate(
  scores: Scores,
  which: Aggregate,
  drawn: Resamples,
): { readonly value: number; readonly resampled: Float64Array } {
  const { runs, environments, steps } = scores
  const statistic = prepare[which](scoresAt(scores, steps - 1), environments)
  return { value: statistic(asDrawn(runs * environments), 0), resampled: overResamples(statistic, drawn) }
}

/** The statistics of a table of runs × environments, each for any resample of it. */
const prepare: Readonly<Record<Aggregate, (table: Float64Array, environments: number) => Weighted>> = {
  mean: weightedMean,
  iqm: weightedIqm,
  median: weightedMedian,
  optimalityGap: (table) => weightedMean(table.map((score) => 1 - Math.min(score, 1))),
}

function weightedMean(table: Float64Array): Weighted {
  return (draws, from) => {
    let sum = 0
    for (let cell = 0; cell < table.length; cell++) sum += draws[from + cell] * table[cell]
    return sum / table.length
  }
}

/** Walks the cells in ascending order past a quarter of the draws, then adds up the middle half: no resample is sorted. */
function weightedIqm(table: Float64Array): Weighted {
  const order = ascendingCells(table)
  const cut = Math.floor(table.length / 4)
  const kept = table.length - 2 * cut
  return (draws, from) => {
    let toSkip = cut
    let toAdd = kept
    let sum = 0
    for (let rank = 0; toAdd > 0; rank++) {
      const cell = order[rank]
      const drawn = draws[from + cell]
      const skipped = Math.min(drawn, toSkip)
      const added = Math.min(drawn - skipped, toAdd)
      toSkip -= skipped
      toAdd -= added
      sum += added * table[cell]
    }
    return sum / kept
  }
}

function weightedMedian(table: Float64Array, environments: number): Weighted {
  const runs = table.length / environments
  const means = new Float64Array(environments)
  return (draws, from) => {
    means.fill(0)
    for (let cell = 0; cell < table.length; cell++)
      means[cell % environments] += draws[from + cell] * table[cell]
    return median(means) / runs
  }
}

/** Numbers of a table's cells, lowest score first. */
export const ascendingCells = (table: Float64Array) =>
  Uint32Array.from(table, (_, cell) => cell).sort((a, b) => table[a] - table[b])
