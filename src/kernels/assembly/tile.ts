// The inner kernel of large matrix products, eight columns wide (wide-tile.ts: sixteen). The terms of a sum are added in the
// order of depth, from `start` on (the bias, or the sum so far), as in rows.ts: a row has the same bits whichever of the
// three makes it.

import { FLOAT, multiplyAdd, VECTOR } from './lanes'

/**
 * Rows of the register tile. V8 moves all loads of a block of code to its front, where each needs one of the 15 vector
 * registers that it leaves to programs. 4×8 fits: 8 sums, 2 vectors of b, 4 numbers of a, and a temporary for the product.
 * Fused multiply-adds need no temporary but wait longer for each other: with 12 sums they gain more than spills cost.
 */
export const TILE_ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4
/** Bytes of one step of depth in a strip of a (whole vectors) and in a panel of b. */
export const STRIP: usize = ASC_FEATURE_RELAXED_SIMD ? 32 : 16
export const PANEL: usize = 32

/** Where a tile finds its numbers of a: packed in a strip; */
export const STRIPS: i32 = 0
/** in memory, from the address of each row on, `runs` runs of `depth` numbers with `gap` bytes between them; */
export const ROWS: i32 = 1
/** or, those of all rows side by side, `offset` bytes behind the address of each step of depth. */
export const STEPS: i32 = 2

/**
 * c[HEIGHT×8] = start + a·b, from a strip of a, or a list of its addresses, and eight columns of b; strides in bytes. HEIGHT
 * (4 or 6) and SOURCE are constants wherever this is inlined, and what belongs to others vanishes.
 */
// @ts-ignore: decorator
@inline
export function tile(
  HEIGHT: i32,
  SOURCE: i32,
  a: usize,
  offset: usize,
  runs: i32,
  gap: usize,
  b: usize,
  bStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
): void {
  let sum0a = v128.load(start)
  let sum0b = v128.load(start, VECTOR)
  let sum1a = v128.load((start += startRow))
  let sum1b = v128.load(start, VECTOR)
  let sum2a = v128.load((start += startRow))
  let sum2b = v128.load(start, VECTOR)
  let sum3a = v128.load((start += startRow))
  let sum3b = v128.load(start, VECTOR)
  let sum4a = sum0a
  let sum4b = sum0b
  let sum5a = sum0a
  let sum5b = sum0b
  if (HEIGHT > 4) {
    sum4a = v128.load((start += startRow))
    sum4b = v128.load(start, VECTOR)
    sum5a = v128.load((start += startRow))
    sum5b = v128.load(start, VECTOR)
  }
  const step = SOURCE == STRIPS ? STRIP : FLOAT
  let at = SOURCE == ROWS ? (load<u32>(a) as usize) : a
  let row1 = SOURCE == ROWS ? (load<u32>(a, 4) as usize) : a
  let row2 = SOURCE == ROWS ? (load<u32>(a, 8) as usize) : a
  let row3 = SOURCE == ROWS ? (load<u32>(a, 12) as usize) : a
  let row4 = SOURCE == ROWS && HEIGHT > 4 ? (load<u32>(a, 16) as usize) : a
  let row5 = SOURCE == ROWS && HEIGHT > 4 ? (load<u32>(a, 20) as usize) : a
  do {
    const end = at + (depth as usize) * step
    while (at != end) {
      const bA = v128.load(b)
      const bB = v128.load(b, VECTOR)
      const beside = SOURCE == STEPS ? (load<u32>(at) as usize) + offset : at
      const a0 = v128.load_splat<f32>(beside)
      const a1 = SOURCE == ROWS ? v128.load_splat<f32>(row1) : v128.load_splat<f32>(beside, 4)
      const a2 = SOURCE == ROWS ? v128.load_splat<f32>(row2) : v128.load_splat<f32>(beside, 8)
      const a3 = SOURCE == ROWS ? v128.load_splat<f32>(row3) : v128.load_splat<f32>(beside, 12)
      sum0a = multiplyAdd(a0, bA, sum0a)
      sum0b = multiplyAdd(a0, bB, sum0b)
      sum1a = multiplyAdd(a1, bA, sum1a)
      sum1b = multiplyAdd(a1, bB, sum1b)
      sum2a = multiplyAdd(a2, bA, sum2a)
      sum2b = multiplyAdd(a2, bB, sum2b)
      sum3a = multiplyAdd(a3, bA, sum3a)
      sum3b = multiplyAdd(a3, bB, sum3b)
      if (HEIGHT > 4) {
        const a4 = SOURCE == ROWS ? v128.load_splat<f32>(row4) : v128.load_splat<f32>(beside, 16)
        const a5 = SOURCE == ROWS ? v128.load_splat<f32>(row5) : v128.load_splat<f32>(beside, 20)
        sum4a = multiplyAdd(a4, bA, sum4a)
        sum4b = multiplyAdd(a4, bB, sum4b)
        sum5a = multiplyAdd(a5, bA, sum5a)
        sum5b = multiplyAdd(a5, bB, sum5b)
      }
      at += step
      if (SOURCE == ROWS) {
        row1 += FLOAT
        row2 += FLOAT
        row3 += FLOAT
        if (HEIGHT > 4) {
          row4 += FLOAT
          row5 += FLOAT
        }
      }
      b += bStep
    }
    if (SOURCE == ROWS) {
      at += gap
      row1 += gap
      row2 += gap
      row3 += gap
      row4 += gap
      row5 += gap
    }
  } while (SOURCE == ROWS && --runs > 0)
  v128.store(c, sum0a)
  v128.store(c, sum0b, VECTOR)
  v128.store((c += cRow), sum1a)
  v128.store(c, sum1b, VECTOR)
  v128.store((c += cRow), sum2a)
  v128.store(c, sum2b, VECTOR)
  v128.store((c += cRow), sum3a)
  v128.store(c, sum3b, VECTOR)
  if (HEIGHT > 4) {
    v128.store((c += cRow), sum4a)
    v128.store(c, sum4b, VECTOR)
    v128.store((c += cRow), sum5a)
    v128.store(c, sum5b, VECTOR)
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
  tile(6, STRIPS, a, 0, 1, 0, b, bStep, start, startRow, c, cRow, depth)
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
  tile(4, STRIPS, a, 0, 1, 0, b, bStep, start, startRow, c, cRow, depth)
}

/** From a list of rows, packed b. */
export function rowsTile4(
  rows: usize,
  runs: i32,
  gap: usize,
  b: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
): void {
  tile(4, ROWS, rows, 0, runs, gap, b, PANEL, start, startRow, c, cRow, depth)
}

/** From a list of steps, packed b. */
export function stepsTile6(
  steps: usize,
  offset: usize,
  b: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
): void {
  tile(6, STEPS, steps, offset, 1, 0, b, PANEL, start, startRow, c, cRow, depth)
}

export function stepsTile4(
  steps: usize,
  offset: usize,
  b: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
): void {
  tile(4, STEPS, steps, offset, 1, 0, b, PANEL, start, startRow, c, cRow, depth)
}
