import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Pcg64 } from '../random/index.ts'
import { explainedVariance, generalisedAdvantages } from './returns.ts'

function advantagesOf(
  rewards: number[],
  values: number[],
  nextValues: number[],
  ended: number[],
  gamma: number,
  lambda: number,
  numEnvs = 1,
): number[] {
  const advantages = new Float32Array(rewards.length)
  const f32 = (x: number[]) => Float32Array.from(x)
  generalisedAdvantages(
    f32(rewards),
    f32(values),
    f32(nextValues),
    Uint8Array.from(ended),
    numEnvs,
    gamma,
    lambda,
    advantages,
  )
  return Array.from(advantages)
}

describe('generalised advantages', () => {
  test('worked by hand: two steps, then the end', () => {
    // δ = [1 + 0.5·2 − 4, 3 + 0 − 2] = [−2, 1]; Â = [−2 + 0.5·0.5·1, 1]
    expect(advantagesOf([1, 3], [4, 2], [2, 0], [0, 1], 0.5, 0.5)).toEqual([-1.75, 1])
  })

  test('the chain is cut at an end, and the value of a truncated end counts', () => {
    // Step 0 was truncated with value 8 beyond: δ₀ = 1 + 0.5·8 − 4. What follows belongs to another episode.
    expect(advantagesOf([1, 100], [4, 2], [8, 0], [1, 1], 0.5, 0.9)).toEqual([1, 98])
  })

  test('environments side by side do not mix', () => {
    const alone = [
      advantagesOf([1, 2, 3], [0, 1, 2], [1, 2, 5], [0, 0, 0], 0.9, 0.8),
      advantagesOf([-1, 0, 7], [3, 1, 0], [1, 0, 0], [0, 1, 1], 0.9, 0.8),
    ]
    const together = advantagesOf(
      [1, -1, 2, 0, 3, 7],
      [0, 3, 1, 1, 2, 0],
      [1, 1, 2, 0, 5, 0],
      [0, 0, 0, 1, 0, 1],
      0.9,
      0.8,
      2,
    )
    expect(together).toEqual([0, 1, 2].flatMap((t) => [alone[0][t], alone[1][t]]))
  })

  test('λ = 1 gives discounted returns − V, λ = 0 temporal differences, γλ the sum of discounted differences', () => {
    const real = fc.double({ min: -5, max: 5, noNaN: true })
    const unit = fc.double({ min: 0, max: 1, noNaN: true })
    const steps = fc.array(fc.tuple(real, real, fc.boolean()), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(steps, real, unit, unit, (rows, beyond, gamma, lambda) => {
        const rewards = rows.map(([reward]) => reward)
        const values = rows.map(([, value]) => value)
        const ended = rows.map(([, , end]) => (end ? 1 : 0))
        const next = rows.map((_, t) => (ended[t] ? 0 : t + 1 < rows.length ? values[t + 1] : beyond))
        const difference = (t: number) => rewards[t] + gamma * next[t] - values[t]
        for (const l of [0, 1, lambda]) {
          const found = advantagesOf(rewards, values, next, ended, gamma, l)
          found.forEach((advantage, t) => {
            let expected = 0
            for (let k = t, weight = 1; k < rows.length; k++, weight *= gamma * l) {
              expected += weight * difference(k)
              if (ended[k]) break
            }
            expect(advantage).toBeCloseTo(expected, 3)
          })
        }
      }),
    )
  })
})

test.each([0, 0.1, 10, -1e6, 3e-20])('no variance is explained where every return is %d', (expected) => {
  const random = Pcg64.fromSeed(1)
  for (const [mean, deviation] of [
    [0, 1],
    [0, 1e-4],
    [expected, 1e-3],
    [1e4, 1],
    [expected, 0],
  ]) {
    const values = Float32Array.from({ length: 512 }, () => mean + deviation * random.normal())
    const advantages = values.map((value) => expected - value)
    expect(explainedVariance({ advantages, values, chosen: undefined })).toBeNull()
  }
})

test('a small variance is told from rounding', () => {
  const random = Pcg64.fromSeed(2)
  const values = Float32Array.from({ length: 512 }, () => 10 + 1e-4 * random.normal())
  const advantages = values.map(() => 1e-5 * random.normal())
  expect(explainedVariance({ advantages, values, chosen: undefined })).toBeCloseTo(0.99, 2)
})

test('explained variance: 1 for perfect values, 0 for a constant, null when nothing varies', () => {
  const returns = [1, 2, 3, 6]
  const against = (values: number[]) =>
    explainedVariance({
      advantages: Float32Array.from(returns, (r, i) => r - values[i]),
      values: Float32Array.from(values),
      chosen: undefined,
    })
  expect(against(returns)).toBe(1)
  expect(against([5, 5, 5, 5])).toBeCloseTo(0, 6)
  const [advantages, same] = [Float32Array.of(0, 0, 3), Float32Array.of(2, 2, 4)]
  expect(explainedVariance({ advantages, values: same, chosen: Int32Array.of(0, 1) })).toBeNull()
  expect(explainedVariance({ advantages, values: same, chosen: undefined })).toBeCloseTo(0.64, 6)
})
