import { it } from 'vitest'
import { adam, sgd } from '../index.ts'
import { describeBuilds } from '../testing/builds.ts'
import { expectWithin, UNIT, values } from '../testing/values.ts'

describeBuilds(({ kernels, memory, forShapes }) => {
  it('adam is PyTorch’s, over several steps and any length', () => {
    forShapes((rows, columns, _, seed) => {
      const length = rows * columns
      const p = memory.take(values(seed, length))
      const [m, v] = [memory.take(new Float32Array(length)), memory.take(new Float32Array(length))]
      const options = { learningRate: 3e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-5, gradientScale: 0.5 }
      const exact = Array.from(p.data, (value) => ({ value, m: 0, v: 0, error: 0 }))
      for (let step = 1; step <= 3; step++) {
        const gradients = values(seed + step, length)
        adam(kernels, p, memory.take(gradients), m, v, length, { ...options, step })
        exact.forEach((state, i) => {
          const g = gradients[i] * 0.5
          state.m = 0.9 * state.m + 0.1 * g
          state.v = 0.999 * state.v + 0.001 * g * g
          const root = Math.sqrt(state.v / (1 - 0.999 ** step)) + 1e-5
          state.value -= (3e-3 * state.m) / (1 - 0.9 ** step) / root
          // Rounding of the parameter, and of m (up to 1 here before division by the same root).
          state.error += 2 * UNIT * Math.abs(state.value) + (3e-3 * 8 * UNIT) / root + 8 * UNIT * 3e-3
        })
      }
      expectWithin(
        p.data,
        exact.map((state) => state.value),
        (i) => exact[i].error,
      )
      expectWithin(
        m.data,
        exact.map((state) => state.m),
        () => 8 * UNIT,
      )
      expectWithin(
        v.data,
        exact.map((state) => state.v),
        (i) => 16 * UNIT * exact[i].v,
      )
    })
  })

  it('sgd keeps a velocity', () => {
    forShapes((rows, columns, _, seed) => {
      const length = rows * columns
      const start = values(seed, length)
      const gradients = values(seed + 1, length)
      const p = memory.take(start)
      const velocity = memory.take(new Float32Array(length))
      const options = { learningRate: 0.1, momentum: 0.9, gradientScale: 0.25 }
      for (let step = 0; step < 2; step++) sgd(kernels, p, memory.take(gradients), velocity, length, options)
      const expected = Array.from(gradients, (g, i) => start[i] - 0.1 * 0.25 * g * (1 + 1.9))
      expectWithin(p.data, expected, (i) => 8 * UNIT * (Math.abs(start[i]) + Math.abs(gradients[i])))
    })
  })
})
