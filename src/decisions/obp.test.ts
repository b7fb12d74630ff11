/** The estimators beside those of the Open Bandit Pipeline, on rows of its own logs; bench/peers/obp_estimators.py made the fixture. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type EstimatorName, estimators } from './estimators.ts'
import { Tally } from './tally.ts'

type Column = readonly number[]

interface Fixture {
  readonly sets: Readonly<
    Record<
      string,
      {
        readonly rows: { reward: Column; weight: Column; predicted: Column; expected: Column }
        /** By estimator; where it has a bound of weights, by that. */
        readonly figures: Readonly<Record<string, number | Readonly<Record<string, number>>>>
      }
    >
  >
}

const { sets } = JSON.parse(readFileSync(new URL('./fixtures/obp.json', import.meta.url), 'utf8')) as Fixture

test('there are logs of two policies and three campaigns, and two synthetic ones', () => {
  expect(Object.keys(sets).length).toBe(8)
})

test.each(Object.entries(sets))('%s', (_, { rows, figures }) => {
  const valuesWith = (cap: number) => {
    const tally = new Tally({ cap, isModelled: true, resamples: 10, seed: 1 })
    for (let i = 0; i < rows.reward.length; i++)
      tally.add({
        reward: rows.reward[i],
        weight: rows.weight[i],
        predicted: rows.predicted[i],
        expected: rows.expected[i],
      })
    return tally.estimates().values
  }
  expect(Object.keys(figures).sort()).toEqual(Object.keys(estimators).sort())
  for (const [name, figure] of Object.entries(figures))
    for (const [cap, expected] of Object.entries(typeof figure === 'number' ? { 1: figure } : figure)) {
      const { value } = valuesWith(Number(cap))[name as EstimatorName]!
      expect(Math.abs(value - expected), `${name}, cap ${cap}`).toBeLessThan(1e-12)
    }
})
