// Log-softmax over the columns of each row, the entropy that comes with it, and the gradients of choices made by it.

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
  if (columns > 1 && columns <= 4)
    for (; rows >= 4; rows -= 4) {
      logSoftmaxOfFour(x, y, entropies, columns)
      x += 4 * row
      y += 4 * row
      entropies += VECTOR
    }
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

/** The same for four rows of two to four columns, a row a lane: the same sums in the same order. */
// @ts-ignore: decorator
@inline
function logSoftmaxOfFour(x: usize, y: usize, entropies: usize, columns: i32): void {
  const row = (columns as usize) * FLOAT
  const a = v128.load(x)
  const b = v128.load(x + row)
  const c = v128.load(x + 2 * row)
  const d = v128.load(x + 3 * row)
  const lowAb = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
  const lowCd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
  const highAb = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
  const highCd = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  let x0 = v128.shuffle<f32>(lowAb, lowCd, 0, 1, 4, 5)
  let x1 = v128.shuffle<f32>(lowAb, lowCd, 2, 3, 6, 7)
  let x2 = v128.shuffle<f32>(highAb, highCd, 0, 1, 4, 5)
  let x3 = v128.shuffle<f32>(highAb, highCd, 2, 3, 6, 7)

  let top = f32x4.max(x0, x1)
  if (columns > 2) top = f32x4.max(top, x2)
  if (columns > 3) top = f32x4.max(top, x3)
  x0 = f32x4.sub(x0, top)
  x1 = f32x4.sub(x1, top)
  x2 = f32x4.sub(x2, top)
  x3 = f32x4.sub(x3, top)

  const zero = f32x4.splat(0)
  const least = f32x4.splat(NOTHING)
  const w0 = exp4(x0)
  const w1 = exp4(x1)
  let evenSums = w0
  let oddSums = w1
  let evenProducts = multiplyAdd(w0, f32x4.pmax(x0, least), zero)
  let oddProducts = multiplyAdd(w1, f32x4.pmax(x1, least), zero)
  if (columns > 2) {
    const w2 = exp4(x2)
    evenSums = f32x4.add(evenSums, w2)
    evenProducts = f32x4.add(evenProducts, multiplyAdd(w2, f32x4.pmax(x2, least), zero))
  }
  if (columns > 3) {
    const w3 = exp4(x3)
    oddSums = f32x4.add(oddSums, w3)
    oddProducts = f32x4.add(oddProducts, multiplyAdd(w3, f32x4.pmax(x3, least), zero))
  }
  const sums = f32x4.add(evenSums, oddSums)
  const products = f32x4.add(evenProducts, oddProducts)
  let logs = f32x4.splat(Mathf.log(f32x4.extract_lane(sums, 0)))
  logs = f32x4.replace_lane(logs, 1, Mathf.log(f32x4.extract_lane(sums, 1)))
  logs = f32x4.replace_lane(logs, 2, Mathf.log(f32x4.extract_lane(sums, 2)))
  logs = f32x4.replace_lane(logs, 3, Mathf.log(f32x4.extract_lane(sums, 3)))
  v128.store(entropies, f32x4.sub(logs, f32x4.div(products, sums)))

  x0 = f32x4.sub(x0, logs)
  x1 = f32x4.sub(x1, logs)
  x2 = f32x4.sub(x2, logs)
  x3 = f32x4.sub(x3, logs)
  const leftAb = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5)
  const leftCd = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7)
  if (columns == 2) {
    v128.store(y, leftAb)
    v128.store(y, leftCd, VECTOR)
    return
  }
  const rightAb = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5)
  const rightCd = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7)
  storeLanes(y, v128.shuffle<f32>(leftAb, rightAb, 0, 1, 4, 5), columns)
  storeLanes(y + row, v128.shuffle<f32>(leftAb, rightAb, 2, 3, 6, 7), columns)
  storeLanes(y + 2 * row, v128.shuffle<f32>(leftCd, rightCd, 0, 1, 4, 5), columns)
  storeLanes(y + 3 * row, v128.shuffle<f32>(leftCd, rightCd, 2, 3, 6, 7), columns)
}

/**
 * dx = form·(e_a − κ·p) + entropy·∇H + logPartition·∇F over the columns of each block of each row, from what `logSoftmax`
 * gave: e_a is 1 at the block's action, H the block's entropy, F = log Σ exp(x), so that ∇F = p and ∇H = −p·(log p + H).
 * Weights are those of the row, actions and entropies those of the block.
 */
export function choiceGradient(
  logs: usize,
  entropies: usize,
  actions: usize,
  form: usize,
  entropyWeights: usize,
  logPartitions: usize,
  kappa: f64,
  dx: usize,
  rows: i32,
  blocks: i32,
  columns: i32,
): void {
  const least = f32x4.splat(NOTHING)
  for (; rows > 0; --rows) {
    const push = load<f32>(form)
    const alongPi = <f64>load<f32>(logPartitions) - (kappa == 0 ? 0 : kappa * <f64>push)
    const constant = f32x4.splat(<f32>alongPi)
    const entropyWeight = v128.load_splat<f32>(entropyWeights)
    for (let block = 0; block < blocks; ++block) {
      const entropy = v128.load_splat<f32>(entropies)
      const chosen = dx + ((<usize>load<f32>(actions)) << 2)
      for (let left = columns; left > 0; left -= 4) {
        const log = f32x4.pmax(v128.load(logs), least)
        const slope = f32x4.sub(constant, f32x4.mul(entropyWeight, f32x4.add(log, entropy)))
        storeLanes(dx, f32x4.mul(exp4(log), slope), left)
        const step = (min(left, 4) as usize) * FLOAT
        logs += step
        dx += step
      }
      store<f32>(chosen, load<f32>(chosen) + push)
      entropies += FLOAT
      actions += FLOAT
    }
    form += FLOAT
    entropyWeights += FLOAT
    logPartitions += FLOAT
  }
}
