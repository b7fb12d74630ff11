import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stream } from '../../random/index.ts'
import {
  aggregate,
  aggregateCurve,
  estimate,
  improvementPairs,
  normalise,
  performanceProfile,
  probabilityOfImprovement,
  runsToSeparate,
  type ScoreTable,
  scoresOf,
} from './index.ts'

describe('scoresOf', () => {
  it('takes runs × environments, and runs × environments × steps', () => {
    expect(scoresOf('ppo', [[1, 2]])).toEqual({
      name: 'ppo',
      runs: 1,
      environments: 2,
      steps: 1,
      values: Float64Array.of(1, 2),
    })
    const curves = [[Float64Array.of(1, 2)], [[3, 4]]]
    expect(scoresOf('ppo', curves)).toMatchObject({ runs: 2, environments: 1, steps: 2 })
    expect([...scoresOf('ppo', curves).values]).toEqual([1, 2, 3, 4])
  })

  it.each<[string, unknown, string]>([
    ['no runs', [], "the scores of 'ppo' have no runs; give at least one"],
    ['no environments', [[]], 'run 1, have no environments'],
    ['no steps', [[[]]], 'run 1, environment 1, have no steps'],
    ['a number', 3, 'should be a list of runs, not 3; the order is runs, environments, steps'],
    ['one dimension', [1, 2], 'run 1, should be a list of environments, not 1'],
    ['ragged environments', [[1, 2], [3]], 'run 2, have 1 environment, but run 1 has 2'],
    ['ragged steps', [[[1, 2]], [[3]]], 'run 2, environment 1, have 1 step, but the first has 2'],
    ['mixed dimensions', [[1], [[1]]], 'run 2, environment 1, should be a finite number, not [1]'],
    ['mixed the other way', [[[1]], [1]], 'run 2, environment 1, should be a list of steps, not 1'],
    ['NaN', [[1], [Number.NaN]], 'run 2, environment 1, should be a finite number, not NaN'],
    ['Infinity', [[[1, Number.POSITIVE_INFINITY]]], 'environment 1, step 2, should be a finite number'],
    ['null', [[null]], 'should be a list of steps, not null'],
    ['text', [['1']], 'should be a list of steps, not "1"'],
  ])('refuses %s in one line', (_, table, message) => {
    const attempt = () => scoresOf('ppo', table as ScoreTable)
    expect(attempt).toThrow(RangeError)
    expect(attempt).toThrow(message)
    expect(attempt).not.toThrow(/\n/)
  })
})

describe('aggregates', () => {
  it('of one run have no interval', () => {
    expect(aggregate(scoresOf('a', [[1, 3]]), 'mean')).toEqual({ value: 2, interval: null })
    expect(performanceProfile(scoresOf('a', [[1, 3]]), [2])).toEqual([
      { threshold: 2, value: 0.5, interval: null },
    ])
  })

  it('of one environment are those of a list', () => {
    const values = [5, 3, 8, 1, 9, 2]
    const scores = scoresOf(
      'a',
      values.map((value) => [value]),
    )
    expect(aggregate(scores, 'iqm')).toEqual(estimate(values, { statistic: 'iqm' }))
  })

  it('draw whole runs: two curves that differ by a constant have bands of one width', () => {
    const scores = scoresOf('a', [[[1, 11]], [[2, 12]], [[5, 15]]])
    const [first, second] = aggregateCurve(scores, 'mean')
    expect(second.interval!.high - second.interval!.low).toBeCloseTo(
      first.interval!.high - first.interval!.low,
      12,
    )
  })

  it('lie within their intervals, and the intervals within the scores', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 3, maxLength: 3 }), {
          minLength: 2,
          maxLength: 8,
        }),
        (table) => {
          const { value, interval } = aggregate(scoresOf('a', table), 'mean', { resamples: 200 })
          const all = table.flat()
          expect(interval!.low).toBeLessThanOrEqual(value + 1e-9)
          expect(interval!.high).toBeGreaterThanOrEqual(value - 1e-9)
          expect(interval!.low).toBeGreaterThanOrEqual(Math.min(...all) - 1e-9)
          expect(interval!.high).toBeLessThanOrEqual(Math.max(...all) + 1e-9)
        },
      ),
      { numRuns: 50 },
    ))
})

describe('normalise', () => {
  it('puts every environment on its own scale, also a cost', () => {
    const scores = scoresOf('a', [
      [
        [10, 20],
        [0.4, 0.1],
      ],
    ])
    const ranges = [
      { zero: 0, one: 20 },
      { zero: 0.4, one: 0 },
    ]
    expect([...normalise(scores, ranges).values]).toEqual([0.5, 1, 0, 0.75].map((x) => expect.closeTo(x, 12)))
  })

  it('refuses a missing range and one without extent', () => {
    const scores = scoresOf('a', [[1, 2]])
    expect(() => normalise(scores, [{ zero: 0, one: 1 }])).toThrow(/2 environments, but there are 1 ranges/)
    const flat = [
      { zero: 0, one: 1 },
      { zero: 3, one: 3 },
    ]
    expect(() => normalise(scores, flat)).toThrow(/environment 2 goes from 3 to 3/)
  })
})

describe('probabilityOfImprovement', () => {
  const column = (...values: number[]) =>
    scoresOf(
      'a',
      values.map((value) => [value]),
    )

  it('counts ties half', () => expect(probabilityOfImprovement(column(1, 2), column(1, 1)).value).toBe(0.75))

  it('has no interval against a single run', () =>
    expect(probabilityOfImprovement(column(1, 2), column(0))).toEqual({ value: 1, interval: null }))

  it('draws both sides independently: an update beside itself is not always even', () => {
    const { value, interval } = probabilityOfImprovement(column(1, 2, 3, 4), column(1, 2, 3, 4))
    expect(value).toBe(0.5)
    expect(interval!.low).toBeLessThan(0.3)
    expect(interval!.high).toBeGreaterThan(0.7)
  })

  it('of all pairs is that of each pair, and mirrored', () => {
    const members = [column(1, 2, 3), column(2, 2), column(0, 5, 6)]
    const pairs = improvementPairs(members)
    expect(pairs[0][2]).toEqual(probabilityOfImprovement(members[0], members[2]))
    expect(pairs[1][0]!.value).toBeCloseTo(probabilityOfImprovement(members[1], members[0]).value, 12)
    expect(pairs[1][0]!.interval!.low).toBeCloseTo(1 - pairs[0][1]!.interval!.high, 12)
    expect(pairs[1][1]).toBeNull()
  })

  it('refuses different environments', () =>
    expect(() => probabilityOfImprovement(column(1), scoresOf('b', [[1, 2]]))).toThrow(
      "'a' has scores in 1 environment, 'b' in 2",
    ))
})

describe('runsToSeparate', () => {
  const normals = (name: string, index: number, runs: number, at: number) => {
    const random = stream(3, 'bootstrap', index)
    return scoresOf(
      name,
      Array.from({ length: runs }, () => [at + random.normal()]),
    )
  }

  it('is ((1.96·2 + 0.84·√2) / d)² at unit deviations, d apart', () => {
    const around = (at: number) =>
      scoresOf(
        'x',
        Array.from({ length: 200 }, (_, i) => [at + (i % 2 === 0 ? 1 : -1)]),
      )
    const runs = runsToSeparate(around(0), around(0.2), 'mean')!
    expect(runs / ((3.92 + 1.19) / 0.2) ** 2).toBeGreaterThan(0.95)
    expect(runs / ((3.92 + 1.19) / 0.2) ** 2).toBeLessThan(1.05)
  })

  it('gives as many runs as separate intervals four times in five', () => {
    const runs = Math.ceil(((3.92 + 1.19) / 1) ** 2)
    const apart = Array.from({ length: 300 }, (_, trial) => {
      const [x, y] = [0, 1].map((at) =>
        aggregate(normals('x', 10 + 2 * trial + at, runs, at), 'mean', { resamples: 400 }),
      )
      return x.interval!.high < y.interval!.low
    })
    const power = apart.filter(Boolean).length / apart.length
    expect(power).toBeGreaterThan(0.72)
    expect(power).toBeLessThan(0.9)
  })

  it('is infinite without a difference, and unknown from one run', () => {
    const same = scoresOf('a', [[1], [2]])
    expect(runsToSeparate(same, same, 'mean')).toBe(Number.POSITIVE_INFINITY)
    expect(runsToSeparate(same, scoresOf('b', [[1]]), 'mean')).toBeNull()
  })
})
