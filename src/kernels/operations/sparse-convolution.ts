import type { Kernels } from '../kernels.ts'
import type { Tensor } from '../tensor.ts'
import { type Activation, activationCode } from './activations.ts'
import { type WindowShape, windowCount } from './convolution.ts'

/** Multiplications of a dense convolution to one of a sparse one, roughly. */
const DENSE_TO_SPARSE_MULTIPLICATIONS = 10

/** The share of x's first `length` values that are not 0. */
export function density(kernels: Kernels, x: Tensor, length: number): number {
  return kernels.exports.countNonZero(kernels.address('x', x, length), length) / length
}

/**
 * Puts the weights [size·size·channels × filters] of a convolution into the order in which `convolveSparse` wants them, or
 * what is in that order `back`.
 */
export function turnWeights(
  kernels: Kernels,
  weights: Tensor,
  turned: Tensor,
  shape: WindowShape,
  filters: number,
  back = false,
): void {
  const { channels, size, stride } = shape
  const values = size * size * channels * filters
  kernels.exports.turnWeights(
    0,
    filters,
    kernels.address('weights', weights, values),
    kernels.address('turned', turned, values),
    channels,
    size,
    stride,
    filters,
    back ? 1 : 0,
  )
}

/**
 * The convolved images with bias and activation: the bits that `windows` and `linear` give, without zeros' part in the
 * work, which is faster where less than a quarter of the numbers are anything else.
 *
 * @param turned see `turnWeights`.
 */
export function convolveSparse(
  kernels: Kernels,
  images: Tensor,
  turned: Tensor,
  bias: Tensor,
  y: Tensor,
  rows: number,
  shape: WindowShape,
  filters: number,
  activation: Exclude<Activation, 'silu'>,
): void {
  const { height, width, channels, size, stride } = shape
  const places = size * size * channels
  kernels.run(
    'convolveSparse',
    rows,
    (rows * windowCount(shape) * places * filters) / DENSE_TO_SPARSE_MULTIPLICATIONS,
    kernels.address('images', images, rows * height * width * channels),
    kernels.address('turned', turned, places * filters),
    kernels.address('bias', bias, filters),
    kernels.address('y', y, rows * windowCount(shape) * filters),
    height,
    width,
    channels,
    size,
    stride,
    filters,
    activationCode[activation],
  )
}

/** The gradient of `convolveSparse`'s turned weights, from that of its result before the activation. */
export function convolveSparseBackwardWeights(
  kernels: Kernels,
  images: Tensor,
  dy: Tensor,
  dTurned: Tensor,
  rows: number,
  shape: WindowShape,
  filters: number,
): void {
  const { height, width, channels, size, stride } = shape
  const places = size * size * channels
  kernels.run(
    'convolveSparseBackwardWeights',
    filters,
    (rows * windowCount(shape) * places * filters) / DENSE_TO_SPARSE_MULTIPLICATIONS,
    kernels.address('images', images, rows * height * width * channels),
    kernels.address('dy', dy, rows * windowCount(shape) * filters),
    kernels.address('dTurned', dTurned, places * filters),
    rows,
    height,
    width,
    channels,
    size,
    stride,
    filters,
  )
}
