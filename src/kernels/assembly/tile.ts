// The inner kernel of large matrix products. The terms of a sum are added in the order of depth, from `start` on (the
// bias, or the sum so far), as in rows.ts: a row has the same bits whichever of the two makes it.

import { multiplyAdd, VECTOR } from './lanes'

/**
 * Rows of the register tile. V8 moves all loads of a block of code to its front, where each needs one of the 15 vector
 * registers that it leaves to programs. 4×8 fits: 8 sums, 2 vectors of b, 4 numbers of a, and a temporary for the product.
 * Fused multiply-adds need no temporary but wait longer for each other: with 12 sums they gain more than spills cost.
 */
export const TILE_ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4
/** Bytes of one step of depth in a strip of a (whole vectors) and in a panel of b. */
export const STRIP: usize = ASC_FEATURE_RELAXED_SIMD ? 32 : 16
export const PANEL: usize = 32

/**
 * c[ROWS×8] = start + a·b, from a strip of a and eight columns of b; strides in bytes. ROWS is a constant wherever this
 * is inlined (4 or 6), and what belongs to further rows vanishes.
 */
// @ts-ignore: decorator
@inline
export function tile(
  ROWS: i32,
  a: usize,
  b: usize,
  bStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
): void {
  let left0 = v128.load(start)
  let right0 = v128.load(start, VECTOR)
  let left1 = v128.load((start += startRow))
  let right1 = v128.load(start, VECTOR)
  let left2 = v128.load((start += startRow))
  let right2 = v128.load(start, VECTOR)
  let left3 = v128.load((start += startRow))
  let right3 = v128.load(start, VECTOR)
  let left4 = left0
  let right4 = right0
  let left5 = left0
  let right5 = right0
  if (ROWS > 4) {
    left4 = v128.load((start += startRow))
    right4 = v128.load(start, VECTOR)
    left5 = v128.load((start += startRow))
    right5 = v128.load(start, VECTOR)
  }
  const end = a + (depth as usize) * STRIP
  while (a != end) {
    const left = v128.load(b)
    const right = v128.load(b, VECTOR)
    const a0 = v128.load_splat<f32>(a)
    const a1 = v128.load_splat<f32>(a, 4)
    const a2 = v128.load_splat<f32>(a, 8)
    const a3 = v128.load_splat<f32>(a, 12)
    left0 = multiplyAdd(a0, left, left0)
    right0 = multiplyAdd(a0, right, right0)
    left1 = multiplyAdd(a1, left, left1)
    right1 = multiplyAdd(a1, right, right1)
    left2 = multiplyAdd(a2, left, left2)
    right2 = multiplyAdd(a2, right, right2)
    left3 = multiplyAdd(a3, left, left3)
    right3 = multiplyAdd(a3, right, right3)
    if (ROWS > 4) {
      const a4 = v128.load_splat<f32>(a, 16)
      const a5 = v128.load_splat<f32>(a, 20)
      left4 = multiplyAdd(a4, left, left4)
      right4 = multiplyAdd(a4, right, right4)
      left5 = multiplyAdd(a5, left, left5)
      right5 = multiplyAdd(a5, right, right5)
    }
    a += STRIP
    b += bStep
  }
  v128.store(c, left0)
  v128.store(c, right0, VECTOR)
  v128.store((c += cRow), left1)
  v128.store(c, right1, VECTOR)
  v128.store((c += cRow), left2)
  v128.store(c, right2, VECTOR)
  v128.store((c += cRow), left3)
  v128.store(c, right3, VECTOR)
  if (ROWS > 4) {
    v128.store((c += cRow), left4)
    v128.store(c, right4, VECTOR)
    v128.store((c += cRow), left5)
    v128.store(c, right5, VECTOR)
  }
}

/**
 * The tiles as functions of their own. For 6×8 that is also the faster form: inlined in a loop over tiles, V8 (11 and 12)
 * keeps some of the sums in memory, at half the speed. 4×8 is faster inlined.
 */
export function tile6(
  a: usize,
  b: usize,
  bStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
): void {
  tile(6, a, b, bStep, start, startRow, c, cRow, depth)
}

export function tile4(
  a: usize,
  b: usize,
  bStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
): void {
  tile(4, a, b, bStep, start, startRow, c, cRow, depth)
}

/**
 * c[ROWS×16] = start + a·b, from a strip of a and sixteen columns of b, in two panels. V8 can join each pair of neighbours
 * into one vector of 256 bits (see ../wide.ts), and only then do they find enough registers.
 */
// @ts-ignore: decorator
@inline
function wideTile(
  ROWS: i32,
  a: usize,
  b: usize,
  bPanel: usize,
  bStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
): void {
  let sum0a = v128.load(start)
  let sum0b = v128.load(start, 1 * VECTOR)
  let sum0c = v128.load(start, 2 * VECTOR)
  let sum0d = v128.load(start, 3 * VECTOR)
  let sum1a = v128.load((start += startRow))
  let sum1b = v128.load(start, 1 * VECTOR)
  let sum1c = v128.load(start, 2 * VECTOR)
  let sum1d = v128.load(start, 3 * VECTOR)
  let sum2a = v128.load((start += startRow))
  let sum2b = v128.load(start, 1 * VECTOR)
  let sum2c = v128.load(start, 2 * VECTOR)
  let sum2d = v128.load(start, 3 * VECTOR)
  let sum3a = v128.load((start += startRow))
  let sum3b = v128.load(start, 1 * VECTOR)
  let sum3c = v128.load(start, 2 * VECTOR)
  let sum3d = v128.load(start, 3 * VECTOR)
  let sum4a = sum0a
  let sum4b = sum0b
  let sum4c = sum0c
  let sum4d = sum0d
  let sum5a = sum0a
  let sum5b = sum0b
  let sum5c = sum0c
  let sum5d = sum0d
  if (ROWS > 4) {
    sum4a = v128.load((start += startRow))
    sum4b = v128.load(start, 1 * VECTOR)
    sum4c = v128.load(start, 2 * VECTOR)
    sum4d = v128.load(start, 3 * VECTOR)
    sum5a = v128.load((start += startRow))
    sum5b = v128.load(start, 1 * VECTOR)
    sum5c = v128.load(start, 2 * VECTOR)
    sum5d = v128.load(start, 3 * VECTOR)
  }
  const end = a + (depth as usize) * STRIP
  while (a != end) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, VECTOR)
    const b2 = v128.load(b + bPanel)
    const b3 = v128.load(b + bPanel, VECTOR)
    const a0 = v128.load_splat<f32>(a)
    sum0a = multiplyAdd(a0, b0, sum0a)
    sum0b = multiplyAdd(a0, b1, sum0b)
    sum0c = multiplyAdd(a0, b2, sum0c)
    sum0d = multiplyAdd(a0, b3, sum0d)
    const a1 = v128.load_splat<f32>(a, 4)
    sum1a = multiplyAdd(a1, b0, sum1a)
    sum1b = multiplyAdd(a1, b1, sum1b)
    sum1c = multiplyAdd(a1, b2, sum1c)
    sum1d = multiplyAdd(a1, b3, sum1d)
    const a2 = v128.load_splat<f32>(a, 8)
    sum2a = multiplyAdd(a2, b0, sum2a)
    sum2b = multiplyAdd(a2, b1, sum2b)
    sum2c = multiplyAdd(a2, b2, sum2c)
    sum2d = multiplyAdd(a2, b3, sum2d)
    const a3 = v128.load_splat<f32>(a, 12)
    sum3a = multiplyAdd(a3, b0, sum3a)
    sum3b = multiplyAdd(a3, b1, sum3b)
    sum3c = multiplyAdd(a3, b2, sum3c)
    sum3d = multiplyAdd(a3, b3, sum3d)
    if (ROWS > 4) {
      const a4 = v128.load_splat<f32>(a, 16)
      sum4a = multiplyAdd(a4, b0, sum4a)
      sum4b = multiplyAdd(a4, b1, sum4b)
      sum4c = multiplyAdd(a4, b2, sum4c)
      sum4d = multiplyAdd(a4, b3, sum4d)
      const a5 = v128.load_splat<f32>(a, 20)
      sum5a = multiplyAdd(a5, b0, sum5a)
      sum5b = multiplyAdd(a5, b1, sum5b)
      sum5c = multiplyAdd(a5, b2, sum5c)
      sum5d = multiplyAdd(a5, b3, sum5d)
    }
    a += STRIP
    b += bStep
  }
  v128.store(c, sum0a)
  v128.store(c, sum0b, 1 * VECTOR)
  v128.store(c, sum0c, 2 * VECTOR)
  v128.store(c, sum0d, 3 * VECTOR)
  v128.store((c += cRow), sum1a)
  v128.store(c, sum1b, 1 * VECTOR)
  v128.store(c, sum1c, 2 * VECTOR)
  v128.store(c, sum1d, 3 * VECTOR)
  v128.store((c += cRow), sum2a)
  v128.store(c, sum2b, 1 * VECTOR)
  v128.store(c, sum2c, 2 * VECTOR)
  v128.store(c, sum2d, 3 * VECTOR)
  v128.store((c += cRow), sum3a)
  v128.store(c, sum3b, 1 * VECTOR)
  v128.store(c, sum3c, 2 * VECTOR)
  v128.store(c, sum3d, 3 * VECTOR)
  if (ROWS > 4) {
    v128.store((c += cRow), sum4a)
    v128.store(c, sum4b, 1 * VECTOR)
    v128.store(c, sum4c, 2 * VECTOR)
    v128.store(c, sum4d, 3 * VECTOR)
    v128.store((c += cRow), sum5a)
    v128.store(c, sum5b, 1 * VECTOR)
    v128.store(c, sum5c, 2 * VECTOR)
    v128.store(c, sum5d, 3 * VECTOR)
  }
}

export function wideTile6(
  a: usize,
  b: usize,
  bPanel: usize,
  bStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
): void {
  wideTile(6, a, b, bPanel, bStep, start, startRow, c, cRow, depth)
}

export function wideTile4(
  a: usize,
  b: usize,
  bPanel: usize,
  bStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
): void {
  wideTile(4, a, b, bPanel, bStep, start, startRow, c, cRow, depth)
}
