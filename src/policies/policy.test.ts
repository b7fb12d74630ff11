import { expect, test } from 'vitest'
import { box, discrete } from '../envs/index.ts'
import { loadKernels } from '../kernels/index.ts'
import { stream } from '../random/index.ts'
import type { PolicySpec } from './spec.ts'
import { network, normals, policyOf, tensorOf } from './testing/policy-of.ts'

test.each([
  ['of a shared trunk', { network: { ...network, sharedTrunk: true } }],
  ['of a tied critic', { critic: { tied: 'max', temperature: 2 } }],
] as const)('values %s that come with the actions have the bits of values found alone', async (_, spec) => {
  const kernels = await loadKernels()
  const rows = 5
  const policy = policyOf(kernels, discrete(3), 64, spec)
  expect(policy.valuesComeWithOutputs).toBe(true)
  const all = tensorOf(kernels, normals(64 * 6))
  const [read, alone] = [new Float32Array(rows), new Float32Array(64)]
  expect(() => policy.valuesOfLastForward(rows, read, 0)).toThrow('before')
  policy.forward(all, rows)
  // As a behaviour policy made of the outputs does.
  policy.distribution.setOutputs(tensorOf(kernels, normals(3 * rows)), rows)
  policy.valuesOfLastForward(rows, read, 0)
  policy.values(all, 64, alone, 0)
  expect(read).toEqual(alone.subarray(0, rows))
  expect(new Set(read).size).toBe(rows)
})

test('a Gaussian policy begins with the deviation that it is told', async () => {
  const initialLogStd = -2
  const policy = policyOf(await loadKernels(), box(-9, 9, [2]), 1000, {
    network: { ...network, initialLogStd },
  })
  const actions = policy.actAll(new Array(1000).fill(new Array(6).fill(0.5)), {
    random: stream(3, 'initialisation'),
  })
  for (const d of [0, 1]) {
    const values = actions.map((action) => (action as Float32Array)[d])
    const mean = values.reduce((sum, value) => sum + value) / 1000
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 999)
    // The deviation of a deviation of 1,000 is 2 % of it.
    expect(deviation / Math.exp(initialLogStd)).toBeGreaterThan(0.9)
    expect(deviation / Math.exp(initialLogStd)).toBeLessThan(1.1)
  }
})

test('a bounded action is cut to its bounds', async () => {
  const policy = policyOf(await loadKernels(), box([-0.1, -9], [9, 0.2], [2]), 8)
  const actions = policy.actAll(new Array(50).fill(new Array(6).fill(0)), { random: stream(3, 'actions') })
  const [first, second] = [0, 1].map((d) => actions.map((action) => (action as Float32Array)[d]))
  expect(Math.min(...first)).toBe(Math.fround(-0.1))
  expect(Math.max(...first)).toBeGreaterThan(0.5)
  expect(Math.max(...second)).toBe(Math.fround(0.2))
  expect(Math.min(...second)).toBeLessThan(-0.5)
})

const tied = { tied: 'soft', temperature: 2 } as const

test.each<[string, Partial<PolicySpec>]>([
  ['critic of its own', {}],
  ['tied critic', { critic: tied }],
  ['normaliser', { normaliseObservations: true }],
])('any number of rows is taken: a policy with a %s', async (_, change) => {
  const kernels = await loadKernels()
  const rows = 8
  const numbers = normals(rows * 6)
  const observations = Array.from({ length: rows }, (_, row) => numbers.slice(row * 6, (row + 1) * 6))
  const mask = Uint8Array.from({ length: rows * 4 }, (_, i) => Number(i % 4 !== Math.floor(i / 4) % 3))
  const [all, few] = [rows, 3].map((maxRows) => {
    const policy = policyOf(kernels, discrete(4), maxRows, change)
    policy.normalisation.observations?.update(numbers, rows)
    const values = new Float32Array(rows)
    policy.values(tensorOf(kernels, numbers), rows, values, 0, mask)
    return {
      values,
      sampled: policy.actAll(observations, { random: stream(5, 'actions'), mask }),
      best: policy.actAll(observations, { random: stream(5, 'actions'), mask, deterministic: true }),
      probabilities: policy.probabilities(numbers),
    }
  })
  expect(few).toEqual(all)
  expect(new Set(all.values).size).toBe(rows)
  expect(new Set(all.probabilities).size).toBe(4 * rows)
  expect(new Set(all.best).size).toBeGreaterThan(1)
  for (const actions of [all.sampled, all.best])
    actions.forEach((action, row) => {
      expect(mask[4 * row + (action as number)]).toBe(1)
    })
})

test('more rows than fit are refused where they would be asked for afterwards', async () => {
  const kernels = await loadKernels()
  const policy = policyOf(kernels, discrete(4), 3)
  expect(() => policy.forward(kernels.tensor(4 * 6), 4)).toThrow('rows is 4; this policy takes 3 at once')
  expect(() => policy.act([1])).toThrow('the observation has 1 numbers; this policy was trained on 6')
  expect(() => policyOf(kernels, box(-1, 1, [1]), 3).probabilities(new Float32Array(6))).toThrow(
    'this needs a discrete action space, and this one is box',
  )
})

test.each<[unknown, RegExp]>([
  [[Number.NaN, 0, 0, 0, 0, 0], /^the observation has NaN at 0; it must be finite numbers$/],
  [[0, 0, 0, 0, 0, 1e39], /^the observation has 1e\+39 at 5/],
  [[Number.NaN], /^the observation has 1 numbers; this policy was trained on 6$/],
  [null, /^the observation has no numbers; this policy was trained on 6$/],
])('the observation %j is not an occasion for an action', async (observation, message) => {
  const policy = policyOf(await loadKernels(), discrete(3), 4)
  expect(() => policy.act(observation as number[])).toThrow(message)
})
