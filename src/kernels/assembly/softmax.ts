// Log-softmax over the columns of each row.

import { exp4 } from './elementary'
import { FLOAT, laneMask, maxLanes, storeLanes, sumLanes, VECTOR } from './lanes'

/** y = x − max − log Σ exp(x − max). Columns at −∞ (masked actions) stay at −∞. y may be x. */
export function logSoftmax(x: usize, y: usize, rows: i32, columns: i32): void {
  const row = (columns as usize) * FLOAT
  const whole = row & ~(VECTOR - 1)
  const rest = columns & 3
  const mask = laneMask(rest)
  const nothing = f32x4.splat(-Infinity)
  for (; rows > 0; --rows) {
    const end = x + whole
    let largest = nothing
    for (let from = x; from != end; from += VECTOR) largest = f32x4.max(largest, v128.load(from))
    if (rest) largest = f32x4.max(largest, v128.bitselect(v128.load(end), nothing, mask))
    const top = f32x4.splat(maxLanes(largest))
    let sum = f32x4.splat(0)
    for (let from = x; from != end; from += VECTOR)
      sum = f32x4.add(sum, exp4(f32x4.sub(v128.load(from), top)))
    if (rest) sum = f32x4.add(sum, v128.and(exp4(f32x4.sub(v128.load(end), top)), mask))
    const logSum = f32x4.splat(Mathf.log(sumLanes(sum)))
    let to = y
    for (let from = x; from != end; from += VECTOR) {
      v128.store(to, f32x4.sub(f32x4.sub(v128.load(from), top), logSum))
      to += VECTOR
    }
    if (rest) storeLanes(to, f32x4.sub(f32x4.sub(v128.load(end), top), logSum), rest)
    x += row
    y += row
  }
}
