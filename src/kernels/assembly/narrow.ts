// Products with at most four outputs, such as a value or a few actions: eight columns at a time would be mostly waste.

import { FLOAT, multiplyAdd, storeLanes, VECTOR } from './lanes'
import { multiplyRows, rowProduct } from './rows'
import { scratch, TRANSPOSED } from './scratch'

/** The weights, transposed: `outputs` rows. */
function transpose(weights: usize, inputs: i32, outputs: i32): usize {
  const transposed = scratch + TRANSPOSED
  let to = transposed
  for (let j = 0; j < outputs; ++j) {
    let from = weights + (j as usize) * FLOAT
    for (let i = inputs; i > 0; --i) {
      store<f32>(to, load<f32>(from))
      from += (outputs as usize) * FLOAT
      to += FLOAT
    }
  }
  return transposed
}

/** The sums of the lanes of four vectors. */
// @ts-ignore: decorator
@inline
function sumEach(a: v128, b: v128, c: v128, d: v128): v128 {
  const low = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7))
  const high = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7))
  return f32x4.add(v128.shuffle<f64>(low, high, 0, 2), v128.shuffle<f64>(low, high, 1, 3))
}

/**
 * y[rows×COLUMNS] = bias + x·weights for COLUMNS ≤ 4: dot products along the depth, four lanes at a time, for two rows
 * at once (an odd last row is made twice).
 */
// @ts-ignore: decorator
@inline
function dotRows(COLUMNS: i32, x: usize, weights: usize, bias: usize, y: usize, rows: i32, depth: i32): void {
  const row = (depth as usize) * FLOAT
  const yRow = (COLUMNS as usize) * FLOAT
  const transposed = transpose(weights, depth, COLUMNS)
  const end = transposed + (row & ~(VECTOR - 1))
  const first = bias ? v128.load(bias) : f32x4.splat(0)
  for (; rows > 0; rows -= 2) {
    let from = x
    let next = rows > 1 ? x + row : x
    let a0 = f32x4.splat(0)
    let a1 = a0
    let a2 = a0
    let a3 = a0
    let b0 = a0
    let b1 = a0
    let b2 = a0
    let b3 = a0
    for (let w = transposed; w != end; w += VECTOR) {
      const a = v128.load(from)
      const b = v128.load(next)
      const w0 = v128.load(w)
      a0 = multiplyAdd(a, w0, a0)
      b0 = multiplyAdd(b, w0, b0)
      if (COLUMNS > 1) {
        const w1 = v128.load(w + row)
        a1 = multiplyAdd(a, w1, a1)
        b1 = multiplyAdd(b, w1, b1)
      }
      if (COLUMNS > 2) {
        const w2 = v128.load(w + 2 * row)
        a2 = multiplyAdd(a, w2, a2)
        b2 = multiplyAdd(b, w2, b2)
      }
      if (COLUMNS > 3) {
        const w3 = v128.load(w + 3 * row)
        a3 = multiplyAdd(a, w3, a3)
        b3 = multiplyAdd(b, w3, b3)
      }
      from += VECTOR
      next += VECTOR
    }
    let a = f32x4.add(first, sumEach(a0, a1, a2, a3))
    let b = f32x4.add(first, sumEach(b0, b1, b2, b3))
    let w = weights + ((depth & ~3) as usize) * yRow
    for (let k = depth & 3; k > 0; --k) {
      a = multiplyAdd(v128.load_splat<f32>(from), v128.load(w), a)
      b = multiplyAdd(v128.load_splat<f32>(next), v128.load(w), b)
      from += FLOAT
      next += FLOAT
      w += yRow
    }
    storeLanes(y, a, COLUMNS)
    storeLanes(rows > 1 ? y + yRow : y, b, COLUMNS)
    x += 2 * row
    y += 2 * yRow
  }
}

/** y[rows×outputs] = x·weights + bias */
export function narrowProduct(
  x: usize,
  weights: usize,
  bias: usize,
  y: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
): void {
  if (outputs == 1) dotRows(1, x, weights, bias, y, rows, inputs)
  else if (outputs == 2) dotRows(2, x, weights, bias, y, rows, inputs)
  else if (outputs == 3) dotRows(3, x, weights, bias, y, rows, inputs)
  else dotRows(4, x, weights, bias, y, rows, inputs)
}

/** dx[rows×inputs] = dy·weightsᵀ */
export function narrowBackwardInput(
  dy: usize,
  weights: usize,
  dx: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
): void {
  multiplyRows(dy, transpose(weights, inputs, outputs), 0, dx, rows, outputs, inputs)
}

/** dWeights[inputs×outputs] = xᵀ·dy, as rows of its transpose: along the inputs there are full vectors. */
export function narrowBackwardWeights(
  x: usize,
  xRow: usize,
  dy: usize,
  dWeights: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
): void {
  const transposed = scratch + TRANSPOSED
  const dyRow = (outputs as usize) * FLOAT
  for (let j = 0; j < outputs; ++j) {
    memory.fill(transposed, 0, (inputs as usize) * FLOAT)
    rowProduct(dy, dyRow, x, xRow, transposed, transposed, rows, inputs)
    let from = transposed
    let to = dWeights
    for (let i = inputs; i > 0; --i) {
      store<f32>(to, load<f32>(from))
      from += FLOAT
      to += dyRow
    }
    dy += FLOAT
    dWeights += FLOAT
  }
}
