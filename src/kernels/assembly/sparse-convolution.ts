// Convolutions of images that are mostly zeros, as those of games on a grid: every number that is not 0 goes to the windows
// that hold it, and no windows are copied. The terms of a sum come in the order in which the product of windows with weights
// (convolution.ts, linear.ts) has them, so that leaving out zeros leaves the bits as they are.
//
// Along a line of windows a number's column within them falls by the stride from one to the next. Weights are turned, so
// that those of such columns follow each other: [window row][channel][column in turned order][filter].

import { activate, NONE } from './activations'
import { windowsAlong } from './convolution'
import { copyValues, FLOAT, multiplyAdd, storeLanes, VECTOR } from './lanes'

/** Where a column of a window comes in turned order: by its rest modulo the stride, then from the largest down. */
function turnedPlace(column: i32, size: i32, stride: i32): i32 {
  const rest = column % stride
  const before = rest * (size / stride) + min(rest, size % stride)
  const last = ((size - 1 - rest) / stride) * stride + rest
  return before + (last - column) / stride
}

/** Weights [window row][window column][channel][filter] turned, or turned ones back; filters in [from, to). */
export function turnWeights(
  from: i32,
  to: i32,
  weights: usize,
  turned: usize,
  channels: i32,
  size: i32,
  stride: i32,
  filters: i32,
  back: bool,
): void {
  const bytes = ((to - from) as usize) * FLOAT
  const place = (filters as usize) * FLOAT
  let straight = weights + (from as usize) * FLOAT
  turned += (from as usize) * FLOAT
  for (let row = 0; row < size; ++row)
    for (let column = 0; column < size; ++column)
      for (let channel = 0; channel < channels; ++channel) {
        const index = (row * channels + channel) * size + turnedPlace(column, size, stride)
        const other = turned + (index as usize) * place
        if (back) memory.copy(straight, other, bytes)
        else memory.copy(other, straight, bytes)
        straight += place
      }
}

/** to[count] += value·values[count] */
// @ts-ignore: decorator
@inline
function addScaled(value: v128, values: usize, to: usize, count: i32): void {
  for (; count >= 8; count -= 8) {
    const first = multiplyAdd(value, v128.load(values), v128.load(to))
    const second = multiplyAdd(value, v128.load(values, VECTOR), v128.load(to, VECTOR))
    v128.store(to, first)
    v128.store(to, second, VECTOR)
    values += 2 * VECTOR
    to += 2 * VECTOR
  }
  for (; count > 0; count -= 4) {
    storeLanes(to, multiplyAdd(value, v128.load(values), v128.load(to)), count)
    values += VECTOR
    to += VECTOR
  }
}

/**
 * Every number of an image that is not 0 and the windows that hold it: `forward`, y[window] += number·weights[its place in
 * the window]; else the other way round, dWeights[place] += number·dy[window]. Only `wide` of the filters are added, which
 * are all of them or so few that lines of windows have gaps.
 */
// @ts-ignore: decorator
@inline
function spread(
  forward: bool,
  image: usize,
  turned: usize,
  y: usize,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
  filters: i32,
  wide: i32,
): void {
  const zero = f32x4.splat(0)
  const across = windowsAlong(width, size, stride)
  const lastLine = windowsAlong(height, size, stride) - 1
  const place = (filters as usize) * FLOAT
  const channelStep = (size as usize) * place
  // From a line of windows to the next, the number's row within them falls by the stride.
  const rowStep = (stride * channels) as usize * channelStep
  const line = (across as usize) * place
  for (let row = 0; row < height; ++row) {
    const top = row < size ? 0 : (row - size) / stride + 1
    const bottom = min(row / stride, lastLine)
    const outputs = y + (top as usize) * line
    const weights = turned + ((row - top * stride) as usize) * (channels as usize) * channelStep
    for (let column = 0; column < width; ++column) {
      for (let four = 0; four < channels; four += 4) {
        if (!v128.any_true(f32x4.ne(v128.load(image + (four as usize) * FLOAT), zero))) continue
        const left = column < size ? 0 : (column - size) / stride + 1
        const right = min(column / stride, across - 1)
        const turnedColumn = turnedPlace(column - left * stride, size, stride)
        const count = right - left + 1
        const end = min(four + 4, channels)
        for (let channel = four; channel < end; ++channel) {
          const number = load<f32>(image + (channel as usize) * FLOAT)
          if (number == 0) continue
          const value = f32x4.splat(number)
          let weight = weights + (channel as usize) * channelStep + (turnedColumn as usize) * place
          let output = outputs + (left as usize) * place
          for (let i = top; i <= bottom; ++i) {
            if (wide == filters) {
              if (forward) addScaled(value, weight, output, count * filters)
              else addScaled(value, output, weight, count * filters)
            } else {
              for (let j: usize = 0; j < (count as usize) * place; j += place) {
                if (forward) addScaled(value, weight + j, output + j, wide)
                else addScaled(value, output + j, weight + j, wide)
              }
            }
            weight -= rowStep
            output += line
          }
        }
      }
      image += (channels as usize) * FLOAT
    }
  }
}

/** activation(convolution + bias) of the images in [from, to), with turned weights: y [rows × windows × filters]. */
export function convolveSparse(
  from: i32,
  to: i32,
  images: usize,
  turned: usize,
  bias: usize,
  y: usize,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
  filters: i32,
  activation: i32,
): void {
  const windows = windowsAlong(height, size, stride) * windowsAlong(width, size, stride)
  const image = ((height * width * channels) as usize) * FLOAT
  const output = ((windows * filters) as usize) * FLOAT
  const row = (filters as usize) * FLOAT
  images += (from as usize) * image
  y += (from as usize) * output
  for (let left = to - from; left > 0; --left) {
    for (let at: usize = 0; at < output; at += row) copyValues(bias, y + at, filters)
    spread(true, images, turned, y, height, width, channels, size, stride, filters, filters)
    if (activation != NONE) activate(0, windows * filters, activation, y, y)
    images += image
    y += output
  }
}

/** The gradient of a convolution's turned weights, for filters in [from, to). */
export function convolveSparseBackwardWeights(
  from: i32,
  to: i32,
  images: usize,
  dy: usize,
  dTurned: usize,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
  filters: i32,
): void {
  const windows = windowsAlong(height, size, stride) * windowsAlong(width, size, stride)
  const image = ((height * width * channels) as usize) * FLOAT
  const output = ((windows * filters) as usize) * FLOAT
  const row = (filters as usize) * FLOAT
  const wide = to - from
  dTurned += (from as usize) * FLOAT
  dy += (from as usize) * FLOAT
  for (let place = size * size * channels; place > 0; --place)
    memory.fill(dTurned + ((place - 1) as usize) * row, 0, (wide as usize) * FLOAT)
  for (; rows > 0; --rows) {
    spread(false, images, dTurned, dy, height, width, channels, size, stride, filters, wide)
    images += image
    dy += output
  }
}
