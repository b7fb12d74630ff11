import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  convolveSparse,
  convolveSparseBackwardWeights,
  density,
  linear,
  linearBackwardWeights,
  turnWeights,
  windowCount,
} from '../index.ts'
import { describeBuilds } from '../testing/builds.ts'
import * as reference from '../testing/reference.ts'
import { values } from '../testing/values.ts'

describeBuilds(({ kernels, memory }) => {
  it('sparse convolutions and their gradients have the bits of windows and products', () => {
    const side = fc.integer({ min: 1, max: 9 })
    const stride = fc.integer({ min: 1, max: 3 })
    const width = fc.integer({ min: 5, max: 21 })
    const activation = fc.constantFrom('none' as const, 'relu' as const, 'tanh' as const)
    fc.assert(
      fc.property(
        fc.tuple(side, side, side, side, side, stride, width, fc.integer(), activation),
        ([rows, height, width, channels, limit, step, filters, from, activation]) => {
          memory.reset()
          const shape = { height, width, channels, size: Math.min(limit, height, width), stride: step }
          const places = shape.size ** 2 * channels
          const all = rows * windowCount(shape)
          const images = values(from, rows * height * width * channels).map((x) => (x > 1 ? x : 0))
          const x = memory.take(images)
          const weights = memory.take(values(from + 1, places * filters))
          const bias = memory.take(values(from + 2, filters))
          const dy = memory.take(values(from + 3, all * filters))
          const out = memory.take(reference.windows(images, rows, shape))
          const [dense, sparse] = [0, 1].map(() => memory.take(all * filters))
          linear(kernels, out, weights, bias, dense, all, places, filters, activation)
          const turned = memory.take(places * filters)
          turnWeights(kernels, weights, turned, shape, filters)
          convolveSparse(kernels, x, turned, bias, sparse, rows, shape, filters, activation)
          expect(sparse.data).toEqual(dense.data)

          const [dDense, dSparse, dTurned] = [0, 1, 2].map(() => memory.take(places * filters))
          linearBackwardWeights(kernels, out, dy, dDense, all, places, filters)
          convolveSparseBackwardWeights(kernels, x, dy, dTurned, rows, shape, filters)
          turnWeights(kernels, dSparse, dTurned, shape, filters, true)
          expect(dSparse.data).toEqual(dDense.data)
          expect(memory.damage()).toBe(0)
          expect(density(kernels, x, images.length)).toBe(
            images.filter((x) => x !== 0).length / images.length,
          )
        },
      ),
    )
  })
})
