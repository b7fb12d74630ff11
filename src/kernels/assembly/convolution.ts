// A convolution is a matrix product over its windows, laid out as rows: images [rows × height × width × channels], no
// padding, square windows. A window's row runs over (window row, window column, channel), and its first two are
// neighbours in the image too, so that a window is `size` runs of size·channels values.

import { copyValues, FLOAT, storeLanes, VECTOR } from './lanes'

/** Windows of every image, row-major: [rows × outHeight × outWidth, size·size·channels]. */
export function windows(
  images: usize,
  out: usize,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
): void {
  const run = size * channels
  const line = ((width * channels) as usize) * FLOAT
  let to = out
  for (let r = 0; r < rows; ++r) {
    const image = images + ((r * height) as usize) * line
    for (let y = 0; y + size <= height; y += stride)
      for (let x = 0; x + size <= width; x += stride) {
        let from = image + (y as usize) * line + ((x * channels) as usize) * FLOAT
        for (let i = 0; i < size; ++i) {
          copyValues(from, to, run)
          from += line
          to += (run as usize) * FLOAT
        }
      }
  }
}

/** The way back: adds every window of `dWindows` to the places it was taken from; `dImages` starts at 0. */
export function windowsBackward(
  dWindows: usize,
  dImages: usize,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
): void {
  const run = size * channels
  const line = ((width * channels) as usize) * FLOAT
  memory.fill(dImages, 0, ((rows * height) as usize) * line)
  let from = dWindows
  for (let r = 0; r < rows; ++r) {
    const image = dImages + ((r * height) as usize) * line
    for (let y = 0; y + size <= height; y += stride)
      for (let x = 0; x + size <= width; x += stride) {
        let to = image + (y as usize) * line + ((x * channels) as usize) * FLOAT
        for (let i = 0; i < size; ++i) {
          add(from, to, run)
          from += (run as usize) * FLOAT
          to += line
        }
      }
  }
}

// @ts-ignore: decorator
@inline
function add(from: usize, to: usize, count: i32): void {
  let j = count
  for (; j >= 4; j -= 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)))
    from += VECTOR
    to += VECTOR
  }
  if (j > 0) storeLanes(to, f32x4.add(v128.load(to), v128.load(from)), j)
}
