import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  convolve,
  convolveBackwardInput,
  convolveBackwardWeights,
  linear,
  type WindowShape,
  windowCount,
} from '../index.ts'
import { describeBuilds } from '../testing/builds.ts'
import * as reference from '../testing/reference.ts'
import { expectProduct, expectWithin, UNIT, values } from '../testing/values.ts'

const side = fc.integer({ min: 1, max: 9 })
const randomShape = fc
  .record({
    height: side,
    width: side,
    channels: side,
    size: side,
    stride: fc.integer({ min: 1, max: 3 }),
  })
  .map((shape) => ({ ...shape, size: Math.min(shape.size, shape.height, shape.width) }))

/** Rows, images and filters: several pieces of windows, blocks of filters, of runs, of a run, and of places. */
const largeShapes: [number, WindowShape, number][] = [
  [3, { height: 12, width: 10, channels: 4, size: 4, stride: 2 }, 32],
  [2, { height: 9, width: 9, channels: 32, size: 3, stride: 1 }, 64],
  [2, { height: 4, width: 5, channels: 3, size: 2, stride: 1 }, 300],
  [2, { height: 5, width: 5, channels: 40, size: 4, stride: 1 }, 250],
  [1, { height: 3, width: 2, channels: 170, size: 2, stride: 1 }, 256],
  [1, { height: 3, width: 3, channels: 3700, size: 3, stride: 1 }, 1],
  [7, { height: 8, width: 8, channels: 2, size: 3, stride: 1 }, 4],
]

describeBuilds(({ kernels, memory }) => {
  /** Runs `check` on random shapes and on the large ones, each with fresh guards that must survive. */
  function forConvolutions(
    check: (rows: number, shape: WindowShape, filters: number, seed: number) => void,
  ): void {
    const guarded: typeof check = (rows, shape, filters, seed) => {
      memory.reset()
      check(rows, shape, filters, seed)
      expect(memory.damage(), 'overwritten guard words').toBe(0)
    }
    for (const [rows, shape, filters] of largeShapes) guarded(rows, shape, filters, 7)
    const filters = fc.integer({ min: 1, max: 21 })
    fc.assert(fc.property(side, randomShape, filters, fc.integer(), guarded), { numRuns: 60 })
  }

  const imageLength = (rows: number, { height, width, channels }: WindowShape) =>
    rows * height * width * channels
  const placeCount = ({ size, channels }: WindowShape) => size * size * channels

  it('convolve has the bits of a linear layer over the windows', () => {
    forConvolutions((rows, shape, filters, seed) => {
      const [places, all] = [placeCount(shape), rows * windowCount(shape)]
      const images = values(seed, imageLength(rows, shape))
      const weights = memory.take(values(seed + 1, places * filters))
      const bias = memory.take(values(seed + 2, filters))
      const [y, expected] = [memory.take(all * filters), memory.take(all * filters)]
      const windows = memory.take(reference.windows(images, rows, shape))
      convolve(kernels, memory.take(images), weights, bias, y, rows, shape, filters, 'tanh')
      linear(kernels, windows, weights, bias, expected, all, places, filters, 'tanh')
      expect(y.data).toEqual(expected.data)
    })
  })

  it('convolve is the sum over each window', () => {
    forConvolutions((rows, shape, filters, seed) => {
      const [places, all] = [placeCount(shape), rows * windowCount(shape)]
      const images = values(seed, imageLength(rows, shape))
      const weights = values(seed + 1, places * filters)
      const bias = values(seed + 2, filters)
      const y = memory.take(all * filters)
      const taken = [memory.take(images), memory.take(weights), memory.take(bias)] as const
      convolve(kernels, ...taken, y, rows, shape, filters, 'none')
      const windows = reference.matrix(reference.windows(images, rows, shape), places)
      const expected = reference.product(
        windows,
        reference.matrix(weights, filters),
        bias,
        all,
        places,
        filters,
      )
      expectProduct(y, expected, places)
    })
  })

  it('the gradient of the weights is windowsᵀ·dy', () => {
    forConvolutions((rows, shape, filters, seed) => {
      const [places, all] = [placeCount(shape), rows * windowCount(shape)]
      const images = values(seed, imageLength(rows, shape))
      const dy = values(seed + 1, all * filters)
      const dWeights = memory.take(places * filters)
      convolveBackwardWeights(kernels, memory.take(images), memory.take(dy), dWeights, rows, shape, filters)
      const windows = reference.transposed(reference.windows(images, rows, shape), places)
      const expected = reference.product(windows, reference.matrix(dy, filters), null, places, all, filters)
      expectProduct(dWeights, expected, all)
    })
  })

  it('the gradient of the images adds up dy·weightsᵀ where windows overlap', () => {
    forConvolutions((rows, shape, filters, seed) => {
      const [places, all] = [placeCount(shape), rows * windowCount(shape)]
      const dy = values(seed, all * filters)
      const weights = values(seed + 1, places * filters)
      const dImages = memory.take(imageLength(rows, shape))
      convolveBackwardInput(kernels, memory.take(dy), memory.take(weights), dImages, rows, shape, filters)
      const dWindows = reference.product(
        reference.matrix(dy, filters),
        reference.transposed(weights, filters),
        null,
        all,
        filters,
        places,
      )
      const sums = new Float64Array(dImages.length)
      const sizes = new Float64Array(dImages.length)
      reference.placesOfWindows(rows, shape).forEach((window, w) => {
        window.forEach((place, i) => {
          sums[place] += dWindows.values[w * places + i]
          sizes[place] += dWindows.sizes[w * places + i]
        })
      })
      const terms = filters + 2 + shape.size ** 2
      expectWithin(dImages.data, sums, (i) => terms * UNIT * sizes[i] + 1e-44)
    })
  })

  it('refuses more filters than there is room for on the way back', () => {
    const shape = { height: 1, width: 1, channels: 1, size: 1, stride: 1 }
    const [one, many] = [memory.take(1), memory.take(8193)]
    expect(() => convolveBackwardInput(kernels, many, many, one, 1, shape, 8193)).toThrow(
      'filters is 8193: on the way back there is room for 8192',
    )
  })
})
