import { describe, expect, it } from 'vitest'
import { areaMean, meanCurve, type Point, thin } from './curves.ts'

const curve = (...pairs: [step: number, value: number][]): Point[] =>
  pairs.map(([step, value]) => ({ step, value }))

describe('meanCurve', () => {
  it('is the mean over runs on the steps that all of them cover', () => {
    const mean = meanCurve([curve([0, 0], [100, 10], [200, 20]), curve([50, 4], [150, 6])], 3)
    expect(mean.map(({ step }) => step)).toEqual([50, 100, 150])
    expect(mean.map(({ value }) => value)).toEqual([(5 + 4) / 2, (10 + 5) / 2, (15 + 6) / 2])
  })

  it('has a band that holds the mean and spans both of two runs', () => {
    const [first] = meanCurve([curve([0, 1], [1, 1]), curve([0, 3], [1, 3])])
    expect(first).toEqual({ step: 0, value: 2, low: 1, high: 3 })
  })

  it('has no width for a single run', () =>
    expect(meanCurve([curve([0, 1], [1, 2])])).toEqual([
      { step: 0, value: 1, low: 1, high: 1 },
      { step: 1, value: 2, low: 2, high: 2 },
    ]))

  it('is empty where runs share no steps, or there are none', () => {
    expect(meanCurve([curve([0, 1], [1, 1]), curve([5, 1], [6, 1])])).toEqual([])
    expect(meanCurve([])).toEqual([])
    expect(meanCurve([[]])).toEqual([])
  })
})

describe('thin', () => {
  const long = Array.from({ length: 1000 }, (_, i) => ({ step: i, value: 2 * i }))

  it('keeps a short curve as it is', () => expect(thin(long, 1000)).toEqual(long))

  it('averages shares of a long one, on the same line, up to its very end', () => {
    const thinned = thin(long, 10)
    expect(thinned).toHaveLength(10)
    expect(thinned[9]).toEqual({ step: 999, value: 1998 })
    for (const { step, value } of thinned) expect(value).toBeCloseTo(2 * step, 9)
  })
})

describe('areaMean', () => {
  it('weighs values by their steps', () => expect(areaMean(curve([0, 0], [1, 2], [5, 2]))).toBe((1 + 8) / 5))
  it('of one point is its value', () => expect(areaMean(curve([7, 3]))).toBe(3))
  it('of none is null', () => expect(areaMean([])).toBeNull())
})
