import { expect, test } from 'vitest'
import { loadKernels } from '../kernels/index.ts'
import { ActionScores } from './action-scores.ts'

const features = [
  [1, 0.5],
  [0, -2],
  [3, 1],
]

test('an action scores what is said of it and of its features, and pushes both back', async () => {
  const kernels = await loadKernels({ build: 'simd' })
  const scores = new ActionScores(kernels, features, 4)
  const rows = [
    [0.25, -1, 1, 2, 3],
    [2, 0, 0, -1, 0.5],
  ]
  const x = kernels.tensor(4 * 5)
  x.data.set(rows.flat())
  const outputs = Array.from(scores.forward(x, 2).data.subarray(0, 6))
  const expected = rows.flatMap(([h1, h2, ...own]) => features.map(([a, b], i) => own[i] + h1 * a + h2 * b))
  expect(outputs).toEqual(expected)
  const dy = kernels.tensor(4 * 3)
  const pushes = [
    [1, 0, -1],
    [0.5, 2, 0],
  ]
  dy.data.set(pushes.flat())
  const back = Array.from(scores.backward(dy, 2).data.subarray(0, 10))
  const shared = (push: number[], j: number) => push.reduce((sum, one, a) => sum + one * features[a][j], 0)
  expect(back).toEqual(pushes.flatMap((push) => [shared(push, 0), shared(push, 1), ...push]))
})
