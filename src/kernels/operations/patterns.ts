import type { Kernels } from '../kernels.ts'
import type { IndexTensor, Tensor } from '../tensor.ts'
import { type Activation, activationCode } from './activations.ts'
import { type WindowShape, windowCount } from './convolution.ts'

/**
 * What the windows of a batch of boards show: see assembly/patterns.ts. Every place of a window has patterns of its own,
 * numbered one place after the other.
 */
export interface Patterns {
  /** Numbers of the patterns that the windows show, place by place. */
  readonly of: IndexTensor
  /** A window that shows each pattern, row · places + place. */
  readonly firsts: IndexTensor
  /** The first number of each place, and the count; [places + 1]. */
  readonly starts: IndexTensor
  /** To find them in. */
  readonly work: IndexTensor
  count: number
  /** Of the batch. */
  rows: number
}

/** Room for the patterns of up to `rows` boards, at most `most` of them. */
export function allocatePatterns(kernels: Kernels, rows: number, shape: WindowShape, most: number): Patterns {
  const { height, width, size, stride } = shape
  const places = windowCount(shape)
  return {
    of: kernels.indices(kernels.exports.patternLength(rows, places)),
    firsts: kernels.indices(most),
    starts: kernels.indices(places + 1),
    work: kernels.indices(Math.ceil(kernels.exports.patternWork(rows, height, width, size, stride) / 4)),
    count: 0,
    rows: 0,
  }
}

/**
 * Finds what the windows of `rows` boards show: images [height × width × channels] of zeros and ones.
 *
 * @returns whether these are such images, with at most 16 channels, few enough different cells for a window to have a
 * number of 64 bits, and at most `most` patterns; if not, `patterns` means nothing.
 */
export function findPatterns(
  kernels: Kernels,
  images: Tensor,
  rows: number,
  shape: WindowShape,
  patterns: Patterns,
  most: number,
): boolean {
  const { height, width, channels, size, stride } = shape
  const places = windowCount(shape)
  const work = kernels.exports.patternWork(rows, height, width, size, stride)
  patterns.rows = rows
  patterns.count = kernels.exports.findPatterns(
    kernels.address('images', images, rows * height * width * channels),
    rows,
    height,
    width,
    channels,
    size,
    stride,
    kernels.address('patterns.of', patterns.of, kernels.exports.patternLength(rows, places)),
    kernels.address('patterns.firsts', patterns.firsts, most),
    kernels.address('patterns.starts', patterns.starts, places + 1),
    kernels.address('patterns.work', patterns.work, Math.ceil(work / 4)),
    most,
  )
  return patterns.count >= 0
}

/** A window of the images that shows each pattern: out [count × size·size·channels], as `windows` has them. */
export function patternWindows(
  kernels: Kernels,
  images: Tensor,
  patterns: Patterns,
  out: Tensor,
  shape: WindowShape,
): void {
  const { height, width, channels, size, stride } = shape
  const { firsts, count, rows } = patterns
  kernels.exports.patternWindows(
    kernels.address('patterns.firsts', firsts, count),
    count,
    kernels.address('images', images, rows * height * width * channels),
    kernels.address('out', out, count * size * size * channels),
    height,
    width,
    channels,
    size,
    stride,
  )
}

/**
 * What each pattern gives to the sums of the dense layer: table [count × outputs], from the patterns' own outputs of the
 * convolution, convolved [count × filters], and the layer's weights [places·filters × outputs].
 */
export function patternTable(
  kernels: Kernels,
  patterns: Patterns,
  convolved: Tensor,
  weights: Tensor,
  table: Tensor,
  filters: number,
  outputs: number,
): void {
  const { starts, count } = patterns
  const places = starts.length - 1
  kernels.run(
    'patternTable',
    places,
    count * filters * outputs,
    kernels.address('patterns.starts', starts, places + 1),
    kernels.address('convolved', convolved, count * filters),
    kernels.address('weights', weights, places * filters * outputs),
    kernels.address('table', table, count * outputs),
    filters,
    outputs,
  )
}

/** y[rows × outputs] = activation(bias + Σ over places of the row of `table` that the pattern there has). */
export function sumPatterns(
  kernels: Kernels,
  patterns: Patterns,
  table: Tensor,
  bias: Tensor,
  y: Tensor,
  outputs: number,
  activation: Exclude<Activation, 'silu'>,
): void {
  const { of, starts, count, rows } = patterns
  const places = starts.length - 1
  kernels.run(
    'sumPatterns',
    rows,
    rows * places * outputs,
    kernels.address('patterns.of', of, kernels.exports.patternLength(rows, places)),
    kernels.address('table', table, count * outputs),
    kernels.address('bias', bias, outputs),
    kernels.address('y', y, rows * outputs),
    rows,
    places,
    outputs,
    activationCode[activation],
  )
}

/** The gradient of `table`: dTable[count × outputs], sums of dy[rows × outputs] over the windows that show each pattern. */
export function gatherByPattern(
  kernels: Kernels,
  patterns: Patterns,
  dy: Tensor,
  dTable: Tensor,
  outputs: number,
): void {
  const { of, starts, count, rows } = patterns
  const places = starts.length - 1
  kernels.run(
    'gatherByPattern',
    outputs,
    rows * places * outputs,
    kernels.address('patterns.of', of, kernels.exports.patternLength(rows, places)),
    kernels.address('dy', dy, rows * outputs),
    kernels.address('dTable', dTable, count * outputs),
    count,
    rows,
    places,
    outputs,
  )
}

/** The gradients of `patternTable`: dConvolved [count × filters] and dWeights [places·filters × outputs]. */
export function patternTableBackward(
  kernels: Kernels,
  patterns: Patterns,
  convolved: Tensor,
  weights: Tensor,
  dTable: Tensor,
  dConvolved: Tensor,
  dWeights: Tensor,
  filters: number,
  outputs: number,
): void {
  const { starts, count } = patterns
  const places = starts.length - 1
  kernels.run(
    'patternTableBackward',
    places,
    2 * count * filters * outputs,
    kernels.address('patterns.starts', starts, places + 1),
    kernels.address('convolved', convolved, count * filters),
    kernels.address('weights', weights, places * filters * outputs),
    kernels.address('dTable', dTable, count * outputs),
    kernels.address('dConvolved', dConvolved, count * filters),
    kernels.address('dWeights', dWeights, places * filters * outputs),
    filters,
    outputs,
  )
}
