import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Form, form, formOf, gaussianLogStdForm, gaussianMeanForm, policyShare } from './form.ts'
import { between } from './testing/points.ts'
import { Dual, logSoftmax } from './textbook/dual.ts'

describe('categorical', () => {
  test('by hand', () => {
    expect([...form('value', 1, [0.5, 0.25, 0.25])]).toEqual([0, 1, 0])
    expect([...form('policy', 1, [0.5, 0.25, 0.25])]).toEqual([-0.5, 0.75, -0.25])
    expect([...form(0.5, 1, [0.5, 0.25, 0.25])]).toEqual([-0.25, 0.875, -0.125])
  })

  test('policy is ∇ log π, value the gradient of the chosen output', () => {
    const choices = fc.tuple(fc.array(between(-5, 5), { minLength: 2, maxLength: 8 }), fc.nat(7))
    fc.assert(
      fc.property(choices, ([outputs, choice]) => {
        const action = choice % outputs.length
        const variables = Dual.variables(outputs)
        const logProbs = logSoftmax(variables)
        const probabilities = logProbs.map(({ value }) => Math.exp(value))
        expectClose(form('policy', action, probabilities), logProbs[action].gradient)
        expectClose(form('value', action, probabilities), variables[action].gradient)
      }),
    )
  })

  test('between, the policy is taken off in part', () => {
    fc.assert(
      fc.property(
        between(0, 1),
        fc.array(between(-5, 5), { minLength: 2, maxLength: 8 }),
        (kappa, outputs) => {
          const variables = Dual.variables(outputs)
          const logProbs = logSoftmax(variables)
          // o − κF, with F = o − log π.
          const objective = variables[0].minus(variables[0].minus(logProbs[0]).times(kappa))
          const probabilities = logProbs.map(({ value }) => Math.exp(value))
          expectClose(form(kappa, 0, probabilities), objective.gradient)
        },
      ),
    )
  })

  test('its ends have names', () => {
    expect([0, 1, 0.25].map(formOf)).toEqual(['value', 'policy', 0.25])
    expect(['value', 'policy', 0.25].map((kind) => policyShare(kind as Form))).toEqual([0, 1, 0.25])
  })

  test('writes over the array it is given', () => {
    const direction = Float64Array.of(7, 7)
    expect(form('value', 0, [0.5, 0.5], direction)).toBe(direction)
    expect([...direction]).toEqual([1, 0])
  })
})

describe('diagonal Gaussian, one dimension', () => {
  /** log exp(−((a−m)/σ)²/2), and the same over its integral σ√2π. */
  const unnormalised = (a: number, mean: Dual, logStd: Dual) =>
    mean.times(-1).plus(a).times(logStd.times(-1).exp()).square().times(-0.5)
  const normalised = (a: number, mean: Dual, logStd: Dual) =>
    unnormalised(a, mean, logStd)
      .minus(logStd)
      .minus(Math.log(2 * Math.PI) / 2)

  test.each([
    ['policy', normalised],
    ['value', unnormalised],
  ] as const)('%s is the gradient of its log-density', (kind, logDensity) => {
    fc.assert(
      fc.property(between(-5, 5), between(-3, 2), between(-5, 5), (m, s, a) => {
        const [mean, logStd] = Dual.variables([m, s])
        const std = Math.exp(s)
        const z = (a - m) / std
        const { gradient } = logDensity(a, mean, logStd)
        expectClose([gaussianMeanForm(z, std), gaussianLogStdForm(kind, z)], gradient)
      }),
    )
  })

  test('the forms differ, and only in the log-std', () => {
    expect(['value', 0.25, 'policy'].map((kind) => gaussianLogStdForm(kind as Form, 2))).toEqual([4, 3.75, 3])
    expect(gaussianMeanForm(2, 4)).toBe(0.5)
  })
})

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  const size = 1 + Math.max(...expected.map(Math.abs))
  expected.forEach((entry, i) => {
    expect(Math.abs(actual[i] - entry) / size).toBeLessThan(1e-12)
  })
  expect(actual.length).toBe(expected.length)
}
