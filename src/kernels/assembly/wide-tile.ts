// The inner kernel of large matrix products, sixteen columns wide: see tile.ts.

import { FLOAT, multiplyAdd, VECTOR } from './lanes'
import { PANEL, ROWS, STEPS, STRIP, STRIPS, TILE_ROWS } from './tile'

/**
 * c[HEIGHT×16] = start + a·b, as `tile`, from two panels of b. V8 can join each pair of neighbours into one vector of 256
 * bits (see ../wide.ts), and only then do they find enough registers.
 */
// @ts-ignore: decorator
@inline
function wideTile(
  HEIGHT: i32,
  SOURCE: i32,
  a: usize,
  offset: usize,
  runs: i32,
  gap: usize,
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
  let sum0b = v128.load(start, VECTOR)
  let sum0c = v128.load(start, 2 * VECTOR)
  let sum0d = v128.load(start, 3 * VECTOR)
  let sum1a = v128.load((start += startRow))
  let sum1b = v128.load(start, VECTOR)
  let sum1c = v128.load(start, 2 * VECTOR)
  let sum1d = v128.load(start, 3 * VECTOR)
  let sum2a = v128.load((start += startRow))
  let sum2b = v128.load(start, VECTOR)
  let sum2c = v128.load(start, 2 * VECTOR)
  let sum2d = v128.load(start, 3 * VECTOR)
  let sum3a = v128.load((start += startRow))
  let sum3b = v128.load(start, VECTOR)
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
  if (HEIGHT > 4) {
    sum4a = v128.load((start += startRow))
    sum4b = v128.load(start, VECTOR)
    sum4c = v128.load(start, 2 * VECTOR)
    sum4d = v128.load(start, 3 * VECTOR)
    sum5a = v128.load((start += startRow))
    sum5b = v128.load(start, VECTOR)
    sum5c = v128.load(start, 2 * VECTOR)
    sum5d = v128.load(start, 3 * VECTOR)
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
      const bC = v128.load(b + bPanel)
      const bD = v128.load(b + bPanel, VECTOR)
      const beside = SOURCE == STEPS ? (load<u32>(at) as usize) + offset : at
      const a0 = v128.load_splat<f32>(beside)
      sum0a = multiplyAdd(a0, bA, sum0a)
      sum0b = multiplyAdd(a0, bB, sum0b)
      sum0c = multiplyAdd(a0, bC, sum0c)
      sum0d = multiplyAdd(a0, bD, sum0d)
      const a1 = SOURCE == ROWS ? v128.load_splat<f32>(row1) : v128.load_splat<f32>(beside, 4)
      sum1a = multiplyAdd(a1, bA, sum1a)
      sum1b = multiplyAdd(a1, bB, sum1b)
      sum1c = multiplyAdd(a1, bC, sum1c)
      sum1d = multiplyAdd(a1, bD, sum1d)
      const a2 = SOURCE == ROWS ? v128.load_splat<f32>(row2) : v128.load_splat<f32>(beside, 8)
      sum2a = multiplyAdd(a2, bA, sum2a)
      sum2b = multiplyAdd(a2, bB, sum2b)
      sum2c = multiplyAdd(a2, bC, sum2c)
      sum2d = multiplyAdd(a2, bD, sum2d)
      const a3 = SOURCE == ROWS ? v128.load_splat<f32>(row3) : v128.load_splat<f32>(beside, 12)
      sum3a = multiplyAdd(a3, bA, sum3a)
      sum3b = multiplyAdd(a3, bB, sum3b)
      sum3c = multiplyAdd(a3, bC, sum3c)
      sum3d = multiplyAdd(a3, bD, sum3d)
      if (HEIGHT > 4) {
        const a4 = SOURCE == ROWS ? v128.load_splat<f32>(row4) : v128.load_splat<f32>(beside, 16)
        sum4a = multiplyAdd(a4, bA, sum4a)
        sum4b = multiplyAdd(a4, bB, sum4b)
        sum4c = multiplyAdd(a4, bC, sum4c)
        sum4d = multiplyAdd(a4, bD, sum4d)
        const a5 = SOURCE == ROWS ? v128.load_splat<f32>(row5) : v128.load_splat<f32>(beside, 20)
        sum5a = multiplyAdd(a5, bA, sum5a)
        sum5b = multiplyAdd(a5, bB, sum5b)
        sum5c = multiplyAdd(a5, bC, sum5c)
        sum5d = multiplyAdd(a5, bD, sum5d)
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
  v128.store(c, sum0c, 2 * VECTOR)
  v128.store(c, sum0d, 3 * VECTOR)
  v128.store((c += cRow), sum1a)
  v128.store(c, sum1b, VECTOR)
  v128.store(c, sum1c, 2 * VECTOR)
  v128.store(c, sum1d, 3 * VECTOR)
  v128.store((c += cRow), sum2a)
  v128.store(c, sum2b, VECTOR)
  v128.store(c, sum2c, 2 * VECTOR)
  v128.store(c, sum2d, 3 * VECTOR)
  v128.store((c += cRow), sum3a)
  v128.store(c, sum3b, VECTOR)
  v128.store(c, sum3c, 2 * VECTOR)
  v128.store(c, sum3d, 3 * VECTOR)
  if (HEIGHT > 4) {
    v128.store((c += cRow), sum4a)
    v128.store(c, sum4b, VECTOR)
    v128.store(c, sum4c, 2 * VECTOR)
    v128.store(c, sum4d, 3 * VECTOR)
    v128.store((c += cRow), sum5a)
    v128.store(c, sum5b, VECTOR)
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
  wideTile(6, STRIPS, a, 0, 1, 0, b, bPanel, bStep, start, startRow, c, cRow, depth)
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
  wideTile(4, STRIPS, a, 0, 1, 0, b, bPanel, bStep, start, startRow, c, cRow, depth)
}

/** From a list of rows, packed b. */
export function wideRowsTile(
  rows: usize,
  runs: i32,
  gap: usize,
  b: usize,
  bPanel: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
): void {
  wideTile(TILE_ROWS, ROWS, rows, 0, runs, gap, b, bPanel, PANEL, start, startRow, c, cRow, depth)
}

/** From a list of steps, packed b. */
export function wideStepsTile6(
  steps: usize,
  offset: usize,
  b: usize,
  bPanel: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
): void {
  wideTile(6, STEPS, steps, offset, 1, 0, b, bPanel, PANEL, start, startRow, c, cRow, depth)
}

export function wideStepsTile4(
  steps: usize,
  offset: usize,
  b: usize,
  bPanel: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
): void {
  wideTile(4, STEPS, steps, offset, 1, 0, b, bPanel, PANEL, start, startRow, c, cRow, depth)
}
