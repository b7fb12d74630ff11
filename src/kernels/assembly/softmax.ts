// Log-softmax over the columns of each row, the entropy that comes with it, and the gradient on the way back.

import { exp4 } from './elementary'
import { FLOAT, laneMask, maxLanes, multiplyAdd, storeLanes, sumLanes, VECTOR } from './lanes'

/** Below this, exp is 0 in float32: what a column at −∞ counts as in the entropy, where 0·∞ would be no number. */
const NOTHING: f32 = -200

/**
 * y = x − max − log Σ exp(x − max), and each row's entropy −Σ p·log p = log Σ − Σ p·(x − max). Columns at −∞ (masked
 * actions) stay at −∞. y may be x.
 */
export function logSoftmax(x: usize, y: usize, entropies: usize, rows: i32, columns: i32): void {
  const row = (columns as usize) * FLOAT
  const whole = row & ~(VECTOR - 1)
  const rest = columns & 3
  const mask = laneMask(rest)
  const nothing = f32x4.splat(-Infinity)
  const least = f32x4.splat(NOTHING)
  for (; rows > 0; --rows) {
    const end = x + whole
    let largest = nothing
    for (let from = x; from != end; from += VECTOR) largest = f32x4.max(largest, v128.load(from))
    if (rest) largest = f32x4.max(largest, v128.bitselect(v128.load(end), nothing, mask))
    const top = f32x4.splat(maxLanes(largest))
    let sums = f32x4.splat(0)
    let products = sums
    for (let from = x; from != end; from += VECTOR) {
      const below = f32x4.sub(v128.load(from), top)
      const weight = exp4(below)
      sums = f32x4.add(sums, weight)
      products = multiplyAdd(weight, f32x4.pmax(below, least), products)
    }
    if (rest) {
      const below = f32x4.sub(v128.load(end), top)
      const weight = v128.and(exp4(below), mask)
      sums = f32x4.add(sums, weight)
      products = multiplyAdd(weight, v128.and(f32x4.pmax(below, least), mask), products)
    }
    const sum = sumLanes(sums)
    const logOfSum = Mathf.log(sum)
    store<f32>(entropies, logOfSum - sumLanes(products) / sum)
    const logSum = f32x4.splat(logOfSum)
    let to = y
    for (let from = x; from != end; from += VECTOR) {
      v128.store(to, f32x4.sub(f32x4.sub(v128.load(from), top), logSum))
      to += VECTOR
    }
    if (rest) storeLanes(to, f32x4.sub(f32x4.sub(v128.load(end), top), logSum), rest)
    x += row
    y += row
    entropies += FLOAT
  }
}

/**
 * dx = p·(along − entropyPush·(log p + entropy)), row by row, from what `logSoftmax` gave: the gradient of
 * along·log Σ exp(x) + entropyPush·entropy. Every row has an `along` and an `entropyPush` of its own.
 */
export function softmaxGradient(
  logs: usize,
  entropies: usize,
  along: usize,
  entropyPushes: usize,
  dx: usize,
  rows: i32,
  columns: i32,
): void {
  const least = f32x4.splat(NOTHING)
  for (; rows > 0; --rows) {
    const entropy = v128.load_splat<f32>(entropies)
    const constant = v128.load_splat<f32>(along)
    const push = v128.load_splat<f32>(entropyPushes)
    for (let left = columns; left > 0; left -= 4) {
      const log = f32x4.pmax(v128.load(logs), least)
      const slope = f32x4.sub(constant, f32x4.mul(push, f32x4.add(log, entropy)))
      storeLanes(dx, f32x4.mul(exp4(log), slope), left)
      const step = (min(left, 4) as usize) * FLOAT
      logs += step
      dx += step
    }
    entropies += FLOAT
    along += FLOAT
    entropyPushes += FLOAT
  }
}
