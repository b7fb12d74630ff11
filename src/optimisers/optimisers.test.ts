import { expect, test } from 'vitest'
import { loadKernels } from '../kernels/index.ts'
import { Adam, clippingScale, globalNorm, Sgd, scheduled } from './index.ts'

const gradientsOf = [
  [0.5, -1.5, 0],
  [0.25, 2, -1e-3],
  [-3, 0.1, 1],
]

test('Adam follows the recurrence of the paper, float64', async () => {
  const kernels = await loadKernels()
  const parameters = kernels.tensor(3)
  const gradients = kernels.tensor(3)
  parameters.data.set([1, -1, 0.5])
  const adam = new Adam(kernels, 3, { beta1: 0.9, beta2: 0.999, epsilon: 1e-5 })
  const expected = Array.from(parameters.data)
  const m = [0, 0, 0]
  const v = [0, 0, 0]
  gradientsOf.forEach((gradient, k) => {
    gradients.data.set(gradient)
    adam.step(parameters, gradients, 0.01, 0.5)
    gradient.forEach((unclipped, i) => {
      const g = 0.5 * unclipped
      m[i] = 0.9 * m[i] + 0.1 * g
      v[i] = 0.999 * v[i] + 0.001 * g * g
      expected[i] -=
        (0.01 * (m[i] / (1 - 0.9 ** (k + 1)))) / (Math.sqrt(v[i] / (1 - 0.999 ** (k + 1))) + 1e-5)
      expect(parameters.data[i]).toBeCloseTo(expected[i], 6)
    })
  })
  expect(adam.steps).toBe(3)
})

test('SGD with momentum', async () => {
  const kernels = await loadKernels()
  const parameters = kernels.tensor(1)
  const gradients = kernels.tensor(1)
  const sgd = new Sgd(kernels, 1, 0.5)
  gradients.data[0] = 1
  sgd.step(parameters, gradients, 0.1, 1)
  expect(parameters.data[0]).toBeCloseTo(-0.1, 7)
  sgd.step(parameters, gradients, 0.1, 1)
  expect(parameters.data[0]).toBeCloseTo(-0.1 - 0.1 * 1.5, 7)
})

test('schedules are indexed by the absolute step', () => {
  expect([0, 50, 100, 150].map((step) => scheduled('constant', 2, step, 100))).toEqual([2, 2, 2, 2])
  expect([0, 50, 100, 150].map((step) => scheduled('linear', 2, step, 100))).toEqual([2, 1, 0, 0])
  const cosine = [0, 25, 50, 100].map((step) => scheduled('cosine', 2, step, 100))
  expect(cosine[0]).toBe(2)
  expect(cosine[1]).toBeCloseTo(1 + Math.SQRT1_2, 12)
  expect(cosine[2]).toBeCloseTo(1, 12)
  expect(cosine[3]).toBeCloseTo(0, 12)
})

test('clipping brings the global norm down to the limit, and never up', async () => {
  const kernels = await loadKernels()
  const gradients = kernels.tensor(2)
  gradients.data.set([3, 4])
  expect(globalNorm(kernels, gradients)).toBeCloseTo(5, 6)
  expect(clippingScale(5, 0.5)).toBeCloseTo(0.1, 12)
  expect(clippingScale(5, 10)).toBe(1)
  expect(clippingScale(5, null)).toBe(1)
})
