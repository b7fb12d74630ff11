/** What a search looks for in a run, as far as it has come. */
import type { Metrics } from '../../training/metrics.ts'
import { areaMean, curveOf } from '../results/curves.ts'

/** The words of the tables of results. */
export const METRICS = [
  'final return',
  'return over training',
  'final regret',
  'regret over training',
] as const

export type Metric = (typeof METRICS)[number]

const isRegret = (metric: Metric) => metric.includes('regret')

/**
 * A run's value of the metric when it had done `steps`, that is at the first update that reached them.
 *
 * @returns null where the run has none, such as a return before the first episode ended.
 */
export function valueAt(rows: readonly Metrics[], steps: number, metric: Metric): number | null {
  const end = rows.findIndex(({ step }) => step >= steps)
  const until = end < 0 ? rows : rows.slice(0, end + 1)
  const name = isRegret(metric) ? 'regret' : 'meanReturn'
  if (metric.startsWith('final')) return until.at(-1)?.[name] ?? null
  return areaMean(curveOf(until, name))
}

/** Scores of what cannot be ranked: a run that failed, and one without a value so far, which is better than that. */
export const FAILED = Number.NEGATIVE_INFINITY
const UNKNOWN = -1e300

/** The value as a score, higher is better. */
export const scoreOf = (metric: Metric, value: number | null) =>
  value === null || !Number.isFinite(value) ? UNKNOWN : isRegret(metric) ? -value : value

/** The value that a score stands for; null for none. */
export const scoredValue = (metric: Metric, score: number) =>
  score <= UNKNOWN ? null : isRegret(metric) ? -score : score
