import { expect, test } from 'vitest'
import { loadKernels } from '../kernels/index.ts'
import { Adam, clippingScale, globalNorm, Radam, Sgd } from './index.ts'

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

test('RAdam follows the algorithm of the paper, float64, before its second moment counts and after', async () => {
  const kernels = await loadKernels()
  const parameters = kernels.tensor(3)
  const gradients = kernels.tensor(3)
  const start = [1, -1, 0.5]
  parameters.data.set(start)
  const radam = new Radam(kernels, 3, { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 })
  const longest = 2 / (1 - 0.999) - 1
  const history: number[][] = []
  const expected = Array.from(start)
  const kinds: boolean[] = []
  for (let t = 1; t <= 12; t++) {
    const gradient = gradientsOf[t % 3].map((g, i) => g + 0.01 * t * (i - 1))
    history.push(gradient.map((g) => 0.5 * g))
    gradients.data.set(gradient)
    radam.step(parameters, gradients, 0.01, 0.5)
    const rho = longest - (2 * t * 0.999 ** t) / (1 - 0.999 ** t)
    kinds.push(rho > 5)
    for (let i = 0; i < 3; i++) {
      // Moments as the sums that their recurrences come to.
      const moment = (beta: number, power: number) =>
        history.reduce((sum, g, k) => sum + (1 - beta) * beta ** (t - 1 - k) * g[i] ** power, 0)
      const first = moment(0.9, 1) / (1 - 0.9 ** t)
      const inverse = Math.sqrt((1 - 0.999 ** t) / moment(0.999, 2))
      const r = Math.sqrt((((rho - 4) / (longest - 4)) * ((rho - 2) / (longest - 2)) * longest) / rho)
      expected[i] -= rho > 5 ? 0.01 * r * first * inverse : 0.01 * first
      expect(parameters.data[i], `step ${t}`).toBeCloseTo(expected[i], 5)
    }
  }
  expect(kinds).toEqual([...new Array(5).fill(false), ...new Array(7).fill(true)])
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

test('clipping brings the global norm down to the limit, and never up', async () => {
  const kernels = await loadKernels()
  const gradients = kernels.tensor(2)
  gradients.data.set([3, 4])
  expect(globalNorm(kernels, gradients)).toBeCloseTo(5, 6)
  expect(clippingScale(5, 0.5)).toBeCloseTo(0.1, 12)
  expect(clippingScale(5, 10)).toBe(1)
  expect(clippingScale(5, null)).toBe(1)
})
