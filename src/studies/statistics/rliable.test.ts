import { describe, expect, it, test } from 'vitest'
import {
  type Aggregate,
  aggregate,
  aggregateCurve,
  aggregates,
  type Interval,
  performanceProfile,
  probabilityOfImprovement,
  type Scores,
  scoresOf,
} from './index.ts'
import { rliableFixture } from './testing/rliable.ts'

const many = { resamples: 25_000 }

/**
 * Both sides are random: with 25,000 resamples here and 50,000 there, an end of a 95 % interval of half-width h
 * scatters by about 0.011·h (from √(q(1 − q)/R) over the normal density at the quantile). Discrete statistics move by whole steps instead.
 */
function expectInterval(ours: Interval | null, [low, high]: readonly number[], share = 0.05, step = 0): void {
  const tolerance = (share * (high - low)) / 2 + step + 1e-12
  expect(Math.abs(ours!.low - low)).toBeLessThanOrEqual(tolerance)
  expect(Math.abs(ours!.high - high)).toBeLessThanOrEqual(tolerance)
}

describe.each(rliableFixture.tables)('as rliable: $name', (fixture) => {
  const scores = scoresOf(fixture.name, fixture.scores)
  // The scores of this table are multiples of 1/3, its averages multiples of 1/60 and 1/120.
  const step = fixture.name === 'tied' ? 1 / 30 : 0

  it.each(aggregates)('%s', (which) => {
    const { values, interval } = fixture.aggregates[which]
    aggregateCurve(scores, which, { resamples: 2 }).forEach(({ value }, at) => {
      expect(value).toBeCloseTo(values[at], 12)
    })
    const ours = aggregate(scores, which, many)
    expect(ours.value).toBeCloseTo(values[values.length - 1], 12)
    expectInterval(ours.interval, interval, 0.05, step)
  })

  it('curves over steps', () => {
    const [first] = aggregateCurve(scores, 'iqm', many)
    expectInterval(first.interval, fixture.iqmFirstInterval, 0.05, step)
  })

  it('performance profile', () => {
    const { thresholds, values, low, high } = fixture.profile
    const cells = scores.runs * scores.environments
    performanceProfile(scores, thresholds, many).forEach((point, t) => {
      expect(point.value).toBeCloseTo(values[t], 12)
      // One score more or less.
      expectInterval(point.interval, [low[t], high[t]], 0.05, 1 / cells)
    })
  })
})

describe('as rliable: probability of improvement', () => {
  it.each(rliableFixture.pairs)('$name', ({ name, other, value, interval }) => {
    const fixture = rliableFixture.tables.find((table) => table.name === name)!
    const x = scoresOf(name, fixture.scores)
    const y = scoresOf('other', other)
    const ours = probabilityOfImprovement(x, y, { resamples: 20_000 })
    expect(ours.value).toBeCloseTo(value, 12)
    // rliable's interval has 5,000 resamples here.
    expectInterval(ours.interval, interval, 0.12, 0.5 / (x.environments * x.runs * y.runs))
    expect(probabilityOfImprovement(y, x, { resamples: 2 }).value).toBeCloseTo(1 - value, 12)
  })
})

test('intervals that forget the strata would not pass', () => {
  const fixture = rliableFixture.tables.find(({ name }) => name === 'ten by six')!
  const scores = scoresOf(fixture.name, fixture.scores)
  const pooled: Scores = { ...scores, runs: scores.runs * scores.environments, environments: 1 }
  const off = (which: Aggregate) =>
    expectInterval(aggregate(pooled, which, many).interval, fixture.aggregates[which].interval)
  expect(() => off('iqm')).toThrow()
  expect(() => off('mean')).toThrow()
})
