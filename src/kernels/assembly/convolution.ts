// A convolution is a matrix product over its windows, laid out as rows: images [rows × height × width × channels], no
// padding, square windows. A window's row runs over (window row, window column, channel), and its first two are
// neighbours in the image too, so that a window is `size` runs of size·channels values.

import { addValues, copyValues, FLOAT } from './lanes'

// @ts-ignore: decorator
@inline
export function windowsAlong(side: i32, size: i32, stride: i32): i32 {
  return (side - size) / stride + 1
}

/** Windows of the images in [from, to), row-major: [rows × outHeight × outWidth, size·size·channels]. */
export function windows(
  from: i32,
  to: i32,
  images: usize,
  out: usize,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
): void {
  const run = size * channels
  const line = ((width * channels) as usize) * FLOAT
  const count = windowsAlong(height, size, stride) * windowsAlong(width, size, stride)
  let target = out + ((from * count * size * run) as usize) * FLOAT
  for (let r = from; r < to; ++r) {
    const image = images + ((r * height) as usize) * line
    for (let y = 0; y + size <= height; y += stride)
      for (let x = 0; x + size <= width; x += stride) {
        let source = image + (y as usize) * line + ((x * channels) as usize) * FLOAT
        for (let i = 0; i < size; ++i) {
          copyValues(source, target, run)
          source += line
          target += (run as usize) * FLOAT
        }
      }
  }
}

/** The way back for images in [from, to): adds every window of `dWindows` to the places it was taken from, at first 0. */
export function windowsBackward(
  from: i32,
  to: i32,
  dWindows: usize,
  dImages: usize,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
): void {
  const run = size * channels
  const line = ((width * channels) as usize) * FLOAT
  const count = windowsAlong(height, size, stride) * windowsAlong(width, size, stride)
  let source = dWindows + ((from * count * size * run) as usize) * FLOAT
  memory.fill(dImages + ((from * height) as usize) * line, 0, (((to - from) * height) as usize) * line)
  for (let r = from; r < to; ++r) {
    const image = dImages + ((r * height) as usize) * line
    for (let y = 0; y + size <= height; y += stride)
      for (let x = 0; x + size <= width; x += stride) {
        let target = image + (y as usize) * line + ((x * channels) as usize) * FLOAT
        for (let i = 0; i < size; ++i) {
          addValues(source, target, run)
          source += (run as usize) * FLOAT
          target += line
        }
      }
  }
}
