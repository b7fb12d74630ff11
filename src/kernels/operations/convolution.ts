import type { Kernels } from '../kernels.ts'
import type { Tensor } from '../tensor.ts'
import { type Activation, activationCode } from './activations.ts'

/** Images and the square windows that slide over them. */
export interface WindowShape {
  height: number
  width: number
  channels: number
  /** Side of a window, at most the height and the width. */
  size: number
  stride: number
}

/** Windows along a side of an image. */
export const windowsAlong = (side: number, { size, stride }: Pick<WindowShape, 'size' | 'stride'>) =>
  Math.floor((side - size) / stride) + 1

/** Windows of an image. */
export const windowCount = (shape: WindowShape) =>
  windowsAlong(shape.height, shape) * windowsAlong(shape.width, shape)

/**
 * y[rows·outHeight·outWidth × filters] = activation(bias + windows·weights): the convolution, without padding, of `rows`
 * images [height × width × channels] with weights [size·size·channels × filters].
 */
export function convolve(
  kernels: Kernels,
  images: Tensor,
  weights: Tensor,
  bias: Tensor,
  y: Tensor,
  rows: number,
  shape: WindowShape,
  filters: number,
  activation: Exclude<Activation, 'silu'>,
): void {
  const { height, width, channels, size, stride } = shape
  const places = size * size * channels
  const windows = rows * windowCount(shape)
  kernels.run(
    'convolve',
    rows,
    windows * places * filters,
    kernels.address('images', images, rows * height * width * channels),
    kernels.address('weights', weights, places * filters),
    kernels.address('bias', bias, filters),
    kernels.address('y', y, windows * filters),
    height,
    width,
    channels,
    size,
    stride,
    filters,
    activationCode[activation],
  )
}

/** The gradient of `convolve`'s weights, from dy, that of its result before the activation. */
export function convolveBackwardWeights(
  kernels: Kernels,
  images: Tensor,
  dy: Tensor,
  dWeights: Tensor,
  rows: number,
  shape: WindowShape,
  filters: number,
): void {
  const { height, width, channels, size, stride } = shape
  const places = size * size * channels
  const windows = rows * windowCount(shape)
  kernels.run(
    'convolveBackwardWeights',
    places,
    windows * places * filters,
    kernels.address('images', images, rows * height * width * channels),
    kernels.address('dy', dy, windows * filters),
    kernels.address('dWeights', dWeights, places * filters),
    rows,
    height,
    width,
    channels,
    size,
    stride,
    filters,
  )
}

/** Weights of a place of the window that there is room for on the way back. */
const MAX_BACKWARD_FILTERS = 8192

/**
 * The gradient of `convolve`'s images, from dy, that of its result before the activation.
 *
 * @throws RangeError for more than 8,192 filters.
 */
export function convolveBackwardInput(
  kernels: Kernels,
  dy: Tensor,
  weights: Tensor,
  dImages: Tensor,
  rows: number,
  shape: WindowShape,
  filters: number,
): void {
  const { height, width, channels, size, stride } = shape
  const places = size * size * channels
  const windows = rows * windowCount(shape)
  if (filters > MAX_BACKWARD_FILTERS)
    throw new RangeError(`filters is ${filters}: on the way back there is room for ${MAX_BACKWARD_FILTERS}`)
  kernels.run(
    'convolveBackwardInput',
    rows,
    windows * places * filters,
    kernels.address('dy', dy, windows * filters),
    kernels.address('weights', weights, places * filters),
    kernels.address('dImages', dImages, rows * height * width * channels),
    height,
    width,
    channels,
    size,
    stride,
    filters,
  )
}
