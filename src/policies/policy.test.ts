import { expect, test } from 'vitest'
import { loadKernels } from '../kernels/index.ts'
import { stream } from '../random/index.ts'
import { Policy } from './policy.ts'

test('values that come with the actions have the bits of values found alone', async () => {
  const kernels = await loadKernels()
  const rows = 5
  const policy = new Policy(
    kernels,
    {
      observationSpace: { kind: 'box', shape: [6], low: new Array(6).fill(-1), high: new Array(6).fill(1) },
      actionSpace: { kind: 'discrete', n: 3 },
      network: {
        convolutions: [],
        hidden: [9],
        activation: 'relu',
        layerNorm: false,
        sharedTrunk: true,
        initialisation: 'orthogonal',
        initialLogStd: 0,
      },
      critic: 'separate',
      normaliseObservations: false,
      normaliseRewards: false,
      seed: 1,
    },
    64,
  )
  policy.initialise()
  expect(policy.sharesTrunk).toBe(true)
  const random = stream(2, 'initialisation')
  const all = kernels.tensor(64 * 6)
  all.data.set(Array.from({ length: all.length }, () => random.normal()))
  const [read, alone] = [new Float32Array(rows), new Float32Array(64)]
  policy.read(all, rows)
  policy.valuesRead(rows, read, 0)
  policy.values(all, 64, alone, 0)
  expect(read).toEqual(alone.subarray(0, rows))
  expect(new Set(read).size).toBe(rows)
})

test('a Gaussian policy begins with the deviation that it is told', async () => {
  const initialLogStd = -2
  const policy = new Policy(
    await loadKernels(),
    {
      observationSpace: { kind: 'box', shape: [1], low: [-1], high: [1] },
      actionSpace: { kind: 'box', shape: [2], low: [-9, -9], high: [9, 9] },
      network: {
        convolutions: [],
        hidden: [4],
        activation: 'tanh',
        layerNorm: false,
        sharedTrunk: false,
        initialisation: 'orthogonal',
        initialLogStd,
      },
      critic: 'separate',
      normaliseObservations: false,
      normaliseRewards: false,
      seed: 1,
    },
    1000,
  )
  policy.initialise()
  const actions = policy.actAll(new Array(1000).fill([0.5]), { random: stream(3, 'initialisation') })
  for (const d of [0, 1]) {
    const values = actions.map((action) => (action as Float32Array)[d])
    const mean = values.reduce((sum, value) => sum + value) / 1000
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 999)
    // The deviation of a deviation of 1,000 is 2 % of it.
    expect(deviation / Math.exp(initialLogStd)).toBeGreaterThan(0.9)
    expect(deviation / Math.exp(initialLogStd)).toBeLessThan(1.1)
  }
})
