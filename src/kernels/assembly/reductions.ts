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

/** Σ x², in float64: a gradient of 10²⁰ must not overflow, and long sums must not lose their small terms. Eight running sums: one would wait for each addition. */
export function sumSquares(x: usize, length: i32): f64 {
  let a = f64x2.splat(0)
  let b = a
  let c = a
  let d = a
  let remaining = length
  for (; remaining >= 8; remaining -= 8) {
    a = addSquares(a, v128.load64_zero(x))
    b = addSquares(b, v128.load64_zero(x, 8))
    c = addSquares(c, v128.load64_zero(x, 16))
    d = addSquares(d, v128.load64_zero(x, 24))
    x += 2 * VECTOR
  }
  const all = f64x2.add(f64x2.add(a, b), f64x2.add(c, d))
  let sum = f64x2.extract_lane(all, 0) + f64x2.extract_lane(all, 1)
  for (; remaining > 0; --remaining) {
    const value = load<f32>(x) as f64
    sum += value * value
    x += FLOAT
  }
  return sum
}

/** sum + (two float32)², in float64. */
// @ts-ignore: decorator
@inline
function addSquares(sum: v128, pair: v128): v128 {
  const wide = f64x2.promote_low_f32x4(pair)
  return f64x2.add(sum, f64x2.mul(wide, wide))
}
