// Matrix products with observations that are mostly zeros, such as those of games on a grid and one-hot states. Terms
// come in the order of tile.ts, so that leaving out zeros leaves the bits as they are.

import { FLOAT, multiplyAdd, storeLanes, VECTOR } from './lanes'
import { zeros } from './rows'
import { PACKED_A, scratch } from './scratch'

/** Inputs and outputs from which looking for zeros may pay, and the inputs that the list of a row has room for. */
const FEWEST_INPUTS: i32 = 64
const FEWEST_OUTPUTS: i32 = 16
const MOST_INPUTS: i32 = 8192
/** Rows that are looked at, and one in how many of their numbers may differ from 0. */
const SAMPLED_ROWS: i32 = 16
const RARITY: i32 = 8

/** An entry of the list: the address that its number belongs to, and the number. */
const ENTRY: usize = 8

/** How many values are not 0. */
export function countNonZero(x: usize, length: i32): i32 {
  const zero = f32x4.splat(0)
  let counts = i32x4.splat(0)
  for (; length >= 4; length -= 4) {
    // Where they differ all bits are set, which is −1.
    counts = i32x4.sub(counts, f32x4.ne(v128.load(x), zero))
    x += VECTOR
  }
  let count =
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3)
  for (; length > 0; --length) {
    if (load<f32>(x) != 0) count++
    x += FLOAT
  }
  return count
}

/** Whether x[rows×inputs] is worth the sparse products, by its first rows. */
export function isSparse(x: usize, rows: i32, inputs: i32, outputs: i32): bool {
  if (inputs < FEWEST_INPUTS || inputs > MOST_INPUTS || outputs < FEWEST_OUTPUTS) return false
  const length = min(rows, SAMPLED_ROWS) * inputs
  return countNonZero(x, length) * RARITY <= length
}

/** Lists the numbers of x[count] that are not 0, each with `address` + its place · `step`; the end of the list. */
// @ts-ignore: decorator
@inline
function listEntries(x: usize, count: i32, address: usize, step: usize): usize {
  const zero = f32x4.splat(0)
  let entry = scratch + PACKED_A
  for (; count > 0; count -= 4) {
    let bits = i32x4.bitmask(f32x4.ne(v128.load(x), zero))
    if (count < 4) bits &= (1 << count) - 1
    for (; bits; bits &= bits - 1) {
      const lane = ctz(bits) as usize
      store<u32>(entry, (address + lane * step) as u32)
      store<f32>(entry, load<f32>(x + lane * FLOAT), 4)
      entry += ENTRY
    }
    x += VECTOR
    address += 4 * step
  }
  return entry
}

/** y[4·VECTORS] = bias + Σ over the list of number · the weights at its address + offset. */
// @ts-ignore: decorator
@inline
function addListed(VECTORS: i32, end: usize, offset: usize, bias: usize, y: usize, columns: i32): void {
  let a = v128.load(bias)
  let b = VECTORS > 1 ? v128.load(bias, VECTOR) : a
  let c = VECTORS > 2 ? v128.load(bias, 2 * VECTOR) : a
  let d = VECTORS > 3 ? v128.load(bias, 3 * VECTOR) : a
  for (let entry = scratch + PACKED_A; entry < end; entry += ENTRY) {
    const weights = (load<u32>(entry) as usize) + offset
    const number = v128.load_splat<f32>(entry, 4)
    a = multiplyAdd(number, v128.load(weights), a)
    if (VECTORS > 1) b = multiplyAdd(number, v128.load(weights, VECTOR), b)
    if (VECTORS > 2) c = multiplyAdd(number, v128.load(weights, 2 * VECTOR), c)
    if (VECTORS > 3) d = multiplyAdd(number, v128.load(weights, 3 * VECTOR), d)
  }
  storeLanes(y, a, columns)
  if (VECTORS > 1) v128.store(y, b, VECTOR)
  if (VECTORS > 2) v128.store(y, c, 2 * VECTOR)
  if (VECTORS > 3) v128.store(y, d, 3 * VECTOR)
}

/** y[rows×outputs] = x[rows×inputs]·weights[inputs×outputs] + bias; a null bias is 0. */
export function sparseProduct(
  x: usize,
  weights: usize,
  bias: usize,
  y: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
): void {
  const step = (outputs as usize) * FLOAT
  for (; rows > 0; --rows) {
    const end = listEntries(x, inputs, weights, step)
    let j = 0
    for (; j + 16 <= outputs; j += 16) {
      const offset = (j as usize) * FLOAT
      addListed(4, end, offset, bias ? bias + offset : zeros, y + offset, 4)
    }
    for (; j < outputs; j += 4) {
      const offset = (j as usize) * FLOAT
      addListed(1, end, offset, bias ? bias + offset : zeros, y + offset, outputs - j)
    }
    x += (inputs as usize) * FLOAT
    y += step
  }
}

/** to[4·VECTORS] += number · the same of values, for each of the list. */
// @ts-ignore: decorator
@inline
function spread(VECTORS: i32, end: usize, offset: usize, values: usize, columns: i32): void {
  const a = v128.load(values)
  const b = VECTORS > 1 ? v128.load(values, VECTOR) : a
  const c = VECTORS > 2 ? v128.load(values, 2 * VECTOR) : a
  const d = VECTORS > 3 ? v128.load(values, 3 * VECTOR) : a
  for (let entry = scratch + PACKED_A; entry < end; entry += ENTRY) {
    const to = (load<u32>(entry) as usize) + offset
    const number = v128.load_splat<f32>(entry, 4)
    storeLanes(to, multiplyAdd(number, a, v128.load(to)), columns)
    if (VECTORS > 1) v128.store(to, multiplyAdd(number, b, v128.load(to, VECTOR)), VECTOR)
    if (VECTORS > 2) v128.store(to, multiplyAdd(number, c, v128.load(to, 2 * VECTOR)), 2 * VECTOR)
    if (VECTORS > 3) v128.store(to, multiplyAdd(number, d, v128.load(to, 3 * VECTOR)), 3 * VECTOR)
  }
}

/** dWeights[count×outputs] = xᵀ·dy, from `count` columns of x, whose rows are `xRow` bytes apart, and dy[rows×outputs]. */
export function sparseBackwardWeights(
  x: usize,
  xRow: usize,
  dy: usize,
  dWeights: usize,
  rows: i32,
  count: i32,
  outputs: i32,
): void {
  const step = (outputs as usize) * FLOAT
  memory.fill(dWeights, 0, (count as usize) * step)
  for (; rows > 0; --rows) {
    const end = listEntries(x, count, dWeights, step)
    let j = 0
    for (; j + 16 <= outputs; j += 16) {
      const offset = (j as usize) * FLOAT
      spread(4, end, offset, dy + offset, 4)
    }
    for (; j < outputs; j += 4) {
      const offset = (j as usize) * FLOAT
      spread(1, end, offset, dy + offset, outputs - j)
    }
    x += xRow
    dy += step
  }
}
