import { expect, test } from 'vitest'
import type { Metrics } from '../../training/metrics.ts'
import { type Metric, scoreOf, valueAt } from './metric.ts'

const row = (step: number, meanReturn: number | null, regret?: number) =>
  ({ step, meanReturn, ...(regret !== undefined && { regret }) }) as Metrics
const rows = [row(10, null, 5), row(20, 2, 4), row(30, 4, 2), row(40, 8, 1)]

test.each<[Metric, number, number | null]>([
  ['final return', 40, 8],
  ['final return', 10, null],
  // The first update at or beyond the step counts.
  ['final return', 25, 4],
  ['final regret', 20, 4],
  ['return over training', 40, (3 * 10 + 6 * 10) / 20],
  ['return over training', 30, 3],
  ['regret over training', 30, (4.5 * 10 + 3 * 10) / 20],
])('%s at %i', (metric, steps, expected) => {
  expect(valueAt(rows, steps, metric)).toBe(expected)
})

test('scores: more return, less regret, and no value below all of them', () => {
  expect(scoreOf('final return', 2)).toBeGreaterThan(scoreOf('final return', 1))
  expect(scoreOf('final regret', 1)).toBeGreaterThan(scoreOf('final regret', 2))
  expect(scoreOf('final return', null)).toBeLessThan(scoreOf('final return', -1e9))
  expect(scoreOf('final return', null)).toBeGreaterThan(Number.NEGATIVE_INFINITY)
})
