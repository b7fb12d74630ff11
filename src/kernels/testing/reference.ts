// The kernels once more, plainly, in float64. `Bounded` carries the size of what was summed, for error bounds.

import type { WindowShape } from '../index.ts'

export interface Bounded {
  values: Float64Array
  /** Σ|terms| of each value. */
  sizes: Float64Array
}

/** Element (i, k) of a matrix. */
type Matrix = (row: number, column: number) => number

export function matrix(values: ArrayLike<number>, columns: number): Matrix {
  return (row, column) => values[row * columns + column]
}

export function transposed(values: ArrayLike<number>, columns: number): Matrix {
  return (row, column) => values[column * columns + row]
}

/** start + a·b */
export function product(
  a: Matrix,
  b: Matrix,
  start: ArrayLike<number> | null,
  rows: number,
  depth: number,
  columns: number,
): Bounded {
  const values = new Float64Array(rows * columns)
  const sizes = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = start ? start[j] : 0
      let size = Math.abs(sum)
      for (let k = 0; k < depth; k++) {
        const term = a(i, k) * b(k, j)
        sum += term
        size += Math.abs(term)
      }
      values[i * columns + j] = sum
      sizes[i * columns + j] = size
    }
  }
  return { values, sizes }
}

/** bias + x·weights with every product and every sum rounded to float32, in the order of the inputs. */
export function inOrder(
  x: Float32Array,
  weights: Float32Array,
  bias: Float32Array,
  rows: number,
  inputs: number,
  outputs: number,
): Float32Array {
  return Float32Array.from({ length: rows * outputs }, (_, i) => {
    const [row, column] = [Math.floor(i / outputs), i % outputs]
    let sum = bias[column]
    for (let k = 0; k < inputs; k++)
      sum = Math.fround(sum + Math.fround(x[row * inputs + k] * weights[k * outputs + column]))
    return sum
  })
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

export const activations = {
  none: (x: number) => x,
  tanh: Math.tanh,
  relu: (x: number) => (x > 0 ? x : x * 0),
  silu: (x: number) => x * logistic(x),
}

/** Derivatives by the input of the activation. */
export const slopes = {
  tanh: (x: number) => 1 - Math.tanh(x) ** 2,
  relu: (x: number) => (x > 0 ? 1 : 0),
  silu: (x: number) => logistic(x) * (1 + x * (1 - logistic(x))),
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum / values.length
}

/** 1/√(variance + epsilon) */
export function inverseStd(values: Float32Array, epsilon: number): number {
  const centre = mean(values)
  return 1 / Math.sqrt(mean(Float64Array.from(values, (value) => (value - centre) ** 2)) + epsilon)
}

export function logSoftmax(row: Float32Array): number[] {
  const top = Math.max(...row)
  const logSum = Math.log(row.reduce((sum, value) => sum + Math.exp(value - top), 0))
  return Array.from(row, (value) => value - top - logSum)
}

/** −Σ p·log p of log-probabilities. */
export function entropy(logs: readonly number[]): number {
  return -logs.reduce((sum, log) => sum + Math.exp(log) * log, 0)
}

/** The windows of images [rows × height × width × channels], a row each: [windows × size·size·channels]. */
export function windows(images: ArrayLike<number>, rows: number, shape: WindowShape): Float32Array {
  return Float32Array.from(placesOfWindows(rows, shape).flat(), (place) => images[place])
}

/** Where in the images each number of each window lies. */
export function placesOfWindows(rows: number, shape: WindowShape): number[][] {
  const { height, width, channels, size, stride } = shape
  const all: number[][] = []
  for (let r = 0; r < rows; r++)
    for (let top = 0; top + size <= height; top += stride)
      for (let left = 0; left + size <= width; left += stride) {
        const places: number[] = []
        for (let row = top; row < top + size; row++)
          for (let i = left * channels; i < (left + size) * channels; i++)
            places.push((r * height + row) * width * channels + i)
        all.push(places)
      }
  return all
}
