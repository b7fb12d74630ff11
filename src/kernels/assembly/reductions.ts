// Sums: of two vectors, over the rows of a matrix, and of squares.

import { addValues, FLOAT, storeLanes, VECTOR } from './lanes'

/** sum[i] += x[i] for i in [from, to). */
export function add(from: i32, to: i32, x: usize, sum: usize): void {
  const start = (from as usize) * FLOAT
  addValues(x + start, sum + start, to - from)
}

/** out[columns] = Σ over rows of x[rows×columns], for columns in [from, to). Four rows at a time: one running sum would wait for each addition. */
export function columnSums(from: i32, to: i32, x: usize, out: usize, rows: i32, columns: i32): void {
  const row: usize = (columns as usize) * FLOAT
  for (let j = from; j < to; j += 4) {
    let pointer = x + (j as usize) * FLOAT
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    let i = rows
    for (; i >= 4; i -= 4) {
      a = f32x4.add(a, v128.load(pointer))
      b = f32x4.add(b, v128.load(pointer + row))
      c = f32x4.add(c, v128.load(pointer + 2 * row))
      d = f32x4.add(d, v128.load(pointer + 3 * row))
      pointer += 4 * row
    }
    for (; i > 0; --i) {
      a = f32x4.add(a, v128.load(pointer))
      pointer += row
    }
    storeLanes(out + (j as usize) * FLOAT, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), to - j)
  }
}

/** Σ x², in float64: a gradient of 10²⁰ must not overflow, and long sums must not lose their small terms. */
export function sumSquares(x: usize, length: i32): f64 {
  let low = f64x2.splat(0)
  let high = low
  let remaining = length
  for (; remaining >= 4; remaining -= 4) {
    const values = v128.load(x)
    const first = f64x2.promote_low_f32x4(values)
    const second = f64x2.promote_low_f32x4(v128.shuffle<f32>(values, values, 2, 3, 0, 1))
    low = f64x2.add(low, f64x2.mul(first, first))
    high = f64x2.add(high, f64x2.mul(second, second))
    x += VECTOR
  }
  const both = f64x2.add(low, high)
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1)
  for (; remaining > 0; --remaining) {
    const value = load<f32>(x) as f64
    sum += value * value
    x += FLOAT
  }
  return sum
}
