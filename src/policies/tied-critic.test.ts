import { expect, test } from 'vitest'
import { Categorical } from '../distributions/index.ts'
import { loadKernels } from '../kernels/index.ts'
import { type StateValue, stateValue } from './tied-critic.ts'

/** Action values of a second row, where the last action is forbidden. */
const q = [0.5, 2, -1]
const F = Math.log(q.reduce((sum, x) => sum + Math.exp(x), 0))
const expected = q.reduce((sum, x) => sum + Math.exp(x - F) * x, 0)

test.each<[StateValue, number]>([
  ['soft', F],
  ['expected', expected],
  ['max', 2],
  [0, expected],
  [0.25, expected + 0.25 * (F - expected)],
  [1, F],
])('the value %s of outputs is read off those that are allowed', async (kind, value) => {
  const kernels = await loadKernels()
  const outputs = kernels.tensor(8)
  outputs.data.set([7, 8, 9, 10, ...q, 5])
  const distribution = new Categorical(kernels, [4], 2)
  distribution.setOutputs(outputs, 2, Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 0))
  expect(stateValue(kind, distribution, 1)).toBeCloseTo(value, 6)
})
