/** What a sweep has shown so far: means over seeds, with bootstrap intervals. */
import { type Estimate, estimate } from '../../../../src/studies/statistics/index.ts'
import type { SweepRun } from './pool.ts'

/** Most points of a curve. */
const POINTS = 60
/** Resamples of each of them, drawn again as runs go on. */
const RESAMPLES = 300

/** Of the final returns of the runs that are done; undefined before there are any. */
export function finalOf(runs: readonly SweepRun[]): Estimate | undefined {
  const finals = runs.flatMap(({ final }) => (final === null ? [] : [final]))
  return finals.length === 0 ? undefined : estimate(finals)
}

export interface Curve {
  readonly steps: number[]
  readonly mean: number[]
  /** Ends of the 95 % interval; null where one run alone has come so far. */
  readonly low: (number | null)[]
  readonly high: (number | null)[]
}

/** The return over steps: at each, of the runs that have come so far. Runs of the same settings have the same steps. */
export function curveOf(runs: readonly SweepRun[]): Curve {
  const length = Math.max(0, ...runs.map(({ points }) => points.length))
  const stride = Math.max(1, Math.ceil(length / POINTS))
  const curve: Curve = { steps: [], mean: [], low: [], high: [] }
  for (let at = stride - 1; at < length; at += stride) {
    const reached = runs.flatMap(({ points }) => (points[at] ? [points[at]] : []))
    const returns = reached.flatMap(([, meanReturn]) => (meanReturn === null ? [] : [meanReturn]))
    if (returns.length === 0) continue
    const { value, interval } = estimate(returns, { resamples: RESAMPLES })
    curve.steps.push(reached[0][0])
    curve.mean.push(value)
    curve.low.push(interval?.low ?? null)
    curve.high.push(interval?.high ?? null)
  }
  return curve
}
