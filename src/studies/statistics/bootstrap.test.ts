import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stream } from '../../random/index.ts'
import { percentileInterval } from './bootstrap.ts'
import { estimate, interquartileMean, mean, median, quantile } from './index.ts'

describe('averages', () => {
  it('mean(1, 2, 6) = 3', () => expect(mean([1, 2, 6])).toBe(3))

  it.each([
    // scipy.stats.trim_mean(values, 0.25): ⌊n/4⌋ go at each end.
    [[5], 5],
    [[1, 2, 9], 4],
    [[9, 1, 2, 100], 5.5],
    [[0, 1, 2, 3, 4, 5, 6, 1000], 3.5],
  ])('interquartileMean(%j) = %d', (values, expected) => expect(interquartileMean(values)).toBe(expected))

  it.each([
    // numpy.quantile([1, 2, 4, 8], q)
    [0, 1],
    [0.5, 3],
    [0.025, 1.075],
    [0.9, 6.8],
    [1, 8],
  ])('quantile of 8, 1, 4, 2 at %d = %d', (q, expected) =>
    expect(quantile([8, 1, 4, 2], q)).toBeCloseTo(expected, 12),
  )

  it.each([mean, median, interquartileMean])('%o of nothing throws', (statistic) =>
    expect(() => statistic([])).toThrow(/no values/),
  )
})

describe('percentileInterval', () => {
  it('is made of the quantiles, whatever the order and however many are equal', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (values, level) => {
          const { low, high } = percentileInterval(Float64Array.from(values), level)
          expect(low).toBeCloseTo(quantile(values, (1 - level) / 2), 9)
          expect(high).toBeCloseTo(quantile(values, (1 + level) / 2), 9)
        },
      ),
    ))
})

describe('estimate', () => {
  const interval = (values: readonly number[], options = {}) => estimate(values, options).interval

  it('has no interval for one value', () => expect(estimate([3])).toEqual({ value: 3, interval: null }))

  it('is a point for equal values', () => expect(interval([2, 2, 2])).toEqual({ low: 2, high: 2 }))

  it('of two values spans both: each end has a quarter of the resamples', () =>
    expect(interval([0, 1])).toEqual({ low: 0, high: 1 }))

  it('is the same each time', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6]
    expect(interval(values)).toEqual(interval(values))
  })

  it('approaches mean ± 1.96·s/√n for many values', () => {
    const random = stream(1, 'bootstrap')
    const values = Array.from({ length: 2000 }, () => random.normal())
    const { low, high } = interval(values, { resamples: 2000 })!
    expect((high - low) / 2).toBeCloseTo(1.96 / Math.sqrt(2000), 2)
    expect((high + low) / 2).toBeCloseTo(mean(values), 2)
  })

  it('covers the truth about 95 % of the time with 20 values, and clearly less often with 3', () => {
    expect(coverage(20)).toBeGreaterThan(0.9)
    expect(coverage(20)).toBeLessThan(0.97)
    expect(coverage(3)).toBeLessThan(0.85)
  })

  it('refuses no values, and one that is not a number', () => {
    expect(() => estimate([])).toThrow(/have no runs/)
    expect(() => estimate([1, Number.NaN])).toThrow(
      /run 2, environment 1, should be a finite number, not NaN/,
    )
  })
})

/** How often the interval of n standard normals holds their true mean, 0. */
function coverage(n: number, trials = 500): number {
  const random = stream(7, 'bootstrap', n)
  let covered = 0
  for (let trial = 0; trial < trials; trial++) {
    const values = Array.from({ length: n }, () => random.normal())
    const { low, high } = estimate(values, { resamples: 400, random }).interval!
    if (low <= 0 && high >= 0) covered++
  }
  return covered / trials
}
