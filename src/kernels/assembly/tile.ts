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
