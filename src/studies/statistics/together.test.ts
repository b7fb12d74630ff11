import { describe, expect, it } from 'vitest'
import { type Pcg64, stream } from '../../random/index.ts'
import { aggregateDifference, aggregateDifferences, pairedDifferences, scoresOf } from './index.ts'

/** Runs × two environments, the second of larger spread. */
const normals = (random: Pcg64, runs: number, at = 0) =>
  scoresOf(
    'normal',
    Array.from({ length: runs }, () => [at + random.normal(), at + 3 * random.normal()]),
  )

const misses = (intervals: readonly ({ readonly low: number; readonly high: number } | null)[]) =>
  intervals.some((interval) => interval!.low > 0 || interval!.high < 0)

describe('aggregateDifferences', () => {
  it('are the differences, each by itself', () => {
    const random = stream(1, 'actions')
    const [baseline, ...others] = [0, 1, 2].map((at) => normals(random, 20, at))
    const together = aggregateDifferences(others, baseline, 'iqm')
    for (const [i, other] of others.entries())
      expect(together[i].value).toBeCloseTo(aggregateDifference(other, baseline, 'iqm').value, 12)
  })

  it('of one update has the interval of the normal approximation', () => {
    const random = stream(2, 'actions')
    const [x, y] = [normals(random, 200), normals(random, 200)]
    const [{ value, interval, detectable }] = aggregateDifferences([x], y, 'mean')
    // The mean of two cells, of variance 1 and 9, of 200 runs on either side.
    const deviation = Math.sqrt((2 * (1 + 9)) / 4 / 200)
    expect((interval!.high - value) / deviation).toBeCloseTo(1.96, 0)
    expect(value - interval!.low).toBeCloseTo(interval!.high - value, 12)
    expect(detectable! / (interval!.high - value)).toBeCloseTo((1.96 + 0.84) / 1.96, 1)
  })

  it('of eight updates that are the baseline miss 0 one time in twenty, where by themselves they do far more often', () => {
    const random = stream(3, 'actions')
    const tries = 200
    let [missed, missedByThemselves] = [0, 0]
    for (let i = 0; i < tries; i++) {
      const [baseline, ...others] = Array.from({ length: 9 }, () => normals(random, 20))
      const options = { resamples: 300 }
      const together = aggregateDifferences(others, baseline, 'mean', options)
      if (misses(together.map(({ interval }) => interval))) missed++
      const each = others.map((other) => aggregateDifference(other, baseline, 'mean', options).interval)
      if (misses(each)) missedByThemselves++
    }
    expect(missed / tries).toBeGreaterThan(0.02)
    expect(missed / tries).toBeLessThan(0.09)
    expect(missedByThemselves / tries).toBeGreaterThan(0.2)
  }, 60_000)

  it('of the same seeds leave out what the seeds share', () => {
    const random = stream(4, 'actions')
    const noise = () => Array.from({ length: 10 }, () => 0.1 * random.normal())
    const [near, far] = pairedDifferences([noise(), noise().map((one) => 1 + one)], 'mean')
    expect(near.interval!.low).toBeLessThan(0)
    expect(far.interval!.low).toBeGreaterThan(0.8)
    expect(far.detectable).toBeLessThan(0.2)
  })

  it('has no intervals if one has a single run, and exact ones where nothing varies', () => {
    const baseline = scoresOf('baseline', [[1], [1]])
    const [alone] = aggregateDifferences([scoresOf('one', [[2]])], baseline, 'mean')
    expect(alone).toEqual({ value: 1, interval: null, detectable: null })
    const [same] = aggregateDifferences([scoresOf('same', [[2], [2]])], baseline, 'mean')
    expect(same).toEqual({ value: 1, interval: { low: 1, high: 1 }, detectable: 0 })
    expect(() => aggregateDifferences([scoresOf('other', [[1, 2]])], baseline, 'mean')).toThrow(
      /environments/,
    )
  })
})
