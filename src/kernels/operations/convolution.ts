import type { Kernels } from '../kernels.ts'
import type { Tensor } from '../tensor.ts'

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
 * The windows of `rows` images [height × width × channels], for a convolution without padding: out
 * [rows·outHeight·outWidth × size·size·channels], whose product with weights [size·size·channels × filters] is the
 * convolved images.
 */
export function windows(
  kernels: Kernels,
  images: Tensor,
  out: Tensor,
  rows: number,
  shape: WindowShape,
): void {
  const { height, width, channels, size, stride } = shape
  const values = rows * windowCount(shape) * size * size * channels
  kernels.run(
    'windows',
    rows,
    values,
    kernels.address('images', images, rows * height * width * channels),
    kernels.address('out', out, values),
    height,
    width,
    channels,
    size,
    stride,
  )
}

/** The gradient of `windows`: dImages is the sum of all windows' gradients where they overlap. */
export function windowsBackward(
  kernels: Kernels,
  dWindows: Tensor,
  dImages: Tensor,
  rows: number,
  shape: WindowShape,
): void {
  const { height, width, channels, size, stride } = shape
  const values = rows * windowCount(shape) * size * size * channels
  kernels.run(
    'windowsBackward',
    rows,
    values,
    kernels.address('dWindows', dWindows, values),
    kernels.address('dImages', dImages, rows * height * width * channels),
    height,
    width,
    channels,
    size,
    stride,
  )
}
