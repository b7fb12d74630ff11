import { expect, test } from 'vitest'
import { type AdvantageScale, onScale } from './advantages.ts'

const scaled = (kind: AdvantageScale, advantages: number[], weights: number[], sampled: boolean) =>
  Array.from(
    onScale(
      kind,
      Float64Array.from(advantages),
      Float64Array.from(weights),
      sampled,
      new Float64Array(advantages.length),
    ),
  )

test.each<[AdvantageScale, number[], number[], boolean, number[]]>([
  // Deviation √(2/1) of a sample of two, 1 of all that there is.
  ['standardised', [3, 5], [0.5, 0.5], true, [-Math.SQRT1_2, Math.SQRT1_2]],
  ['standardised', [3, 5], [0.5, 0.5], false, [-1, 1]],
  // √((1 + 49)/2) = 5, of a sample or not.
  ['scaled', [1, -7], [0.5, 0.5], true, [0.2, -1.4]],
  ['scaled', [1, -7], [0.5, 0.5], false, [0.2, -1.4]],
  ['centred', [3, 5], [0.5, 0.5], true, [-1, 1]],
  ['raw', [3, 5], [0.5, 0.5], true, [3, 5]],
  // Mean 1, variance ¼·9 + ¾·1 = 3.
  ['standardised', [4, 0], [0.25, 0.75], false, [3 / Math.sqrt(3), -1 / Math.sqrt(3)]],
  ['scaled', [4, 0], [0.25, 0.75], false, [2, 0]],
  ['scaled', [7, 7, 7], [1 / 4, 1 / 2, 1 / 4], true, [1, 1, 1]],
  ['scaled', [0, 0], [0.5, 0.5], true, [0, 0]],
  ['centred', [4, 0], [0.25, 0.75], false, [3, -1]],
  ['standardised', [7, 7, 7], [1 / 4, 1 / 2, 1 / 4], true, [0, 0, 0]],
  ['standardised', [7], [1], true, [7]],
  ['centred', [7], [1], true, [7]],
  ['scaled', [7], [1], true, [7]],
])('%s: %j with weights %j, a sample: %s', (kind, advantages, weights, sampled, expected) => {
  const found = scaled(kind, advantages, weights, sampled)
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 7)
})

test('what is put on a scale stays as it is', () => {
  const advantages = Float64Array.of(1, 2, 4)
  const into = new Float64Array(3)
  expect(onScale('standardised', advantages, new Float64Array(3).fill(1 / 3), true, into)).toBe(into)
  expect(advantages).toEqual(Float64Array.of(1, 2, 4))
})
