/** Curves over training: one metric against environment steps, for single runs and for the mean over runs. */
import { type Rows, withOnly } from '../../runs/files/index.ts'
import { aggregateCurve, mean, scoresOf } from '../statistics/index.ts'

export interface Point {
  /** Environment steps. */
  readonly step: number
  readonly value: number
}

/** A point of a mean curve; without an interval where there are fewer than two runs. */
export interface BandPoint extends Point {
  readonly low: number
  readonly high: number
}

/** Points of a curve that is drawn: more would not be seen. */
export const CURVE_POINTS = 100

/** One metric of a run, or a number that followed a schedule, over its steps; rows without a value are left out. */
export function curveOf(metrics: Rows, name: string): Point[] {
  const curve: Point[] = []
  for (const row of withOnly(metrics, ['step', name])) {
    const value = (row as Readonly<Record<string, unknown>>)[name]
    if (typeof value === 'number' && Number.isFinite(value)) curve.push({ step: row.step, value })
  }
  return curve
}

/**
 * The curve in at most `points` points: each is the mean of its share of the rows, except that the last row stays,
 * so that a curve ends where its run ended.
 */
export function thin(curve: readonly Point[], points = CURVE_POINTS): Point[] {
  if (curve.length <= points) return [...curve]
  const rows = curve.length - 1
  const thinned = Array.from({ length: points - 1 }, (_, i) => {
    const share = curve.slice(
      Math.floor((i * rows) / (points - 1)),
      Math.floor(((i + 1) * rows) / (points - 1)),
    )
    return { step: mean(share.map((p) => p.step)), value: mean(share.map((p) => p.value)) }
  })
  return [...thinned, curve[rows]]
}

/**
 * Mean over runs with its 95 % bootstrap band (whole runs are resampled), on a grid over the steps that all runs cover.
 * Empty where they share none.
 */
export function meanCurve(curves: readonly (readonly Point[])[], points = CURVE_POINTS): BandPoint[] {
  const grid = commonGrid(curves, points)
  if (grid.length === 0) return []
  const scores = scoresOf(
    'the curve',
    curves.map((curve) => [interpolate(curve, grid)]),
  )
  return aggregateCurve(scores, 'mean').map(({ value, interval }, at) => ({
    step: grid[at],
    value,
    low: interval?.low ?? value,
    high: interval?.high ?? value,
  }))
}

/** Steps that all curves cover, evenly spread, both ends included: at most `points`, and no more than the longest has. */
export function commonGrid(curves: readonly (readonly Point[])[], points = CURVE_POINTS): number[] {
  if (curves.length === 0 || curves.some((curve) => curve.length === 0)) return []
  const first = Math.max(...curves.map((curve) => curve[0].step))
  const last = Math.min(...curves.map((curve) => curve[curve.length - 1].step))
  if (first > last) return []
  if (first === last) return [first]
  const count = Math.min(points, Math.max(2, ...curves.map((curve) => curve.length)))
  return Array.from({ length: count }, (_, i) => first + ((last - first) * i) / (count - 1))
}

/** Values at the steps of an ascending grid within the curve, linear between its points. */
export function interpolate(curve: readonly Point[], grid: readonly number[]): number[] {
  let right = 0
  return grid.map((step) => {
    while (right < curve.length - 1 && curve[right].step < step) right++
    const { step: end, value } = curve[right]
    const { step: start, value: before } = curve[Math.max(0, right - 1)]
    return end === start || end <= step ? value : before + ((value - before) * (step - start)) / (end - start)
  })
}

/** Time average of a curve: its trapezoidal area divided by its steps. null for an empty curve. */
export function areaMean(curve: readonly Point[]): number | null {
  if (curve.length === 0) return null
  const span = curve[curve.length - 1].step - curve[0].step
  if (span === 0) return curve[0].value
  let area = 0
  for (let i = 1; i < curve.length; i++)
    area += ((curve[i].value + curve[i - 1].value) / 2) * (curve[i].step - curve[i - 1].step)
  return area / span
}
