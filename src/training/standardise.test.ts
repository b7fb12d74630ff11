import { expect, test } from 'vitest'
import { standardise } from './standardise.ts'

const standardised = (advantages: number[], weights: number[], sampled: boolean) =>
  Array.from(
    standardise(
      Float64Array.from(advantages),
      Float64Array.from(weights),
      sampled,
      new Float64Array(advantages.length),
    ),
  )

test.each<[number[], number[], boolean, number[]]>([
  // Deviation √(2/1) of a sample of two, 1 of all that there is.
  [[3, 5], [0.5, 0.5], true, [-Math.SQRT1_2, Math.SQRT1_2]],
  [[3, 5], [0.5, 0.5], false, [-1, 1]],
  // Mean 1, variance ¼·9 + ¾·1 = 3.
  [[4, 0], [0.25, 0.75], false, [3 / Math.sqrt(3), -1 / Math.sqrt(3)]],
  [[7, 7, 7], [1 / 4, 1 / 2, 1 / 4], true, [0, 0, 0]],
  [[7], [1], true, [7]],
])('%j with weights %j, a sample: %s', (advantages, weights, sampled, expected) => {
  const found = standardised(advantages, weights, sampled)
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 7)
})

test('what is standardised stays as it is', () => {
  const advantages = Float64Array.of(1, 2, 4)
  const into = new Float64Array(3)
  expect(standardise(advantages, new Float64Array(3).fill(1 / 3), true, into)).toBe(into)
  expect(advantages).toEqual(Float64Array.of(1, 2, 4))
})
