// Matrix products row by row, for few rows or shallow sums, where packing and tiles would not pay. The order of the terms
// is that of tile.ts.

import { FLOAT, multiplyAdd, storeLanes, VECTOR } from './lanes'
import { COLUMN_BLOCK } from './scratch'

/** What a sum without a bias starts from: enough for a block of columns. */
export const ZEROS: i32 = COLUMN_BLOCK
export const zeros = memory.data(ZEROS * 4 + 64, 16)

/** start + Σ over TERMS (1 to 4) rows of b, each times its number of a, for four columns. */
// @ts-ignore: decorator
@inline
function addTerms(
  TERMS: i32,
  a0: v128,
  a1: v128,
  a2: v128,
  a3: v128,
  b: usize,
  bRow: usize,
  start: usize,
): v128 {
  let sum = multiplyAdd(a0, v128.load(b), v128.load(start))
  if (TERMS > 1) sum = multiplyAdd(a1, v128.load(b + bRow), sum)
  if (TERMS > 2) sum = multiplyAdd(a2, v128.load(b + 2 * bRow), sum)
  if (TERMS > 3) sum = multiplyAdd(a3, v128.load(b + 3 * bRow), sum)
  return sum
}

// @ts-ignore: decorator
@inline
function addRows(
  TERMS: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  start: usize,
  c: usize,
  columns: i32,
): void {
  const a0 = v128.load_splat<f32>(a)
  const a1 = TERMS > 1 ? v128.load_splat<f32>(a + aStep) : a0
  const a2 = TERMS > 2 ? v128.load_splat<f32>(a + 2 * aStep) : a0
  const a3 = TERMS > 3 ? v128.load_splat<f32>(a + 3 * aStep) : a0
  for (; columns >= 4; columns -= 4) {
    v128.store(c, addTerms(TERMS, a0, a1, a2, a3, b, bRow, start))
    b += VECTOR
    c += VECTOR
    start += VECTOR
  }
  if (columns > 0) storeLanes(c, addTerms(TERMS, a0, a1, a2, a3, b, bRow, start), columns)
}

/** c[columns] = start + a[depth]·b[depth×columns]: one row. */
export function rowProduct(
  a: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  start: usize,
  c: usize,
  depth: i32,
  columns: i32,
): void {
  for (; depth >= 4; depth -= 4) {
    addRows(4, a, aStep, b, bRow, start, c, columns)
    a += 4 * aStep
    b += 4 * bRow
    start = c
  }
  if (depth == 3) addRows(3, a, aStep, b, bRow, start, c, columns)
  else if (depth == 2) addRows(2, a, aStep, b, bRow, start, c, columns)
  else if (depth == 1) addRows(1, a, aStep, b, bRow, start, c, columns)
}

/** Two rows of c at a time, for a depth of TERMS (1 to 4): what is loaded of b serves both. */
// @ts-ignore: decorator
@inline
function multiplyPairs(
  TERMS: i32,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  rows: i32,
  columns: i32,
): void {
  const row = (columns as usize) * FLOAT
  const aRow = (TERMS as usize) * FLOAT
  for (; rows >= 2; rows -= 2) {
    const a0 = v128.load_splat<f32>(a)
    const a1 = TERMS > 1 ? v128.load_splat<f32>(a + FLOAT) : a0
    const a2 = TERMS > 2 ? v128.load_splat<f32>(a + 2 * FLOAT) : a0
    const a3 = TERMS > 3 ? v128.load_splat<f32>(a + 3 * FLOAT) : a0
    const next = a + aRow
    const n0 = v128.load_splat<f32>(next)
    const n1 = TERMS > 1 ? v128.load_splat<f32>(next + FLOAT) : n0
    const n2 = TERMS > 2 ? v128.load_splat<f32>(next + 2 * FLOAT) : n0
    const n3 = TERMS > 3 ? v128.load_splat<f32>(next + 3 * FLOAT) : n0
    let from = b
    let start = bias
    let to = c
    let j = columns
    // Two neighbours at a time, which the engine may join.
    for (; j >= 8; j -= 8) {
      const left = addTerms(TERMS, a0, a1, a2, a3, from, row, start)
      const right = addTerms(TERMS, a0, a1, a2, a3, from + VECTOR, row, start + VECTOR)
      const nextLeft = addTerms(TERMS, n0, n1, n2, n3, from, row, start)
      const nextRight = addTerms(TERMS, n0, n1, n2, n3, from + VECTOR, row, start + VECTOR)
      v128.store(to, left)
      v128.store(to, right, VECTOR)
      v128.store(to + row, nextLeft)
      v128.store(to + row, nextRight, VECTOR)
      from += 2 * VECTOR
      to += 2 * VECTOR
      start += 2 * VECTOR
    }
    for (; j >= 4; j -= 4) {
      v128.store(to, addTerms(TERMS, a0, a1, a2, a3, from, row, start))
      v128.store(to + row, addTerms(TERMS, n0, n1, n2, n3, from, row, start))
      from += VECTOR
      to += VECTOR
      start += VECTOR
    }
    if (j > 0) {
      storeLanes(to, addTerms(TERMS, a0, a1, a2, a3, from, row, start), j)
      storeLanes(to + row, addTerms(TERMS, n0, n1, n2, n3, from, row, start), j)
    }
    a += 2 * aRow
    c += 2 * row
  }
  if (rows > 0) rowProduct(a, FLOAT, b, row, bias, c, TERMS, columns)
}

/** c[rows×columns] = bias + a[rows×depth]·b[depth×columns]; a null bias is 0. */
export function multiplyRows(
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  rows: i32,
  depth: i32,
  columns: i32,
): void {
  const row = (columns as usize) * FLOAT
  const width = bias ? columns : ZEROS
  if (depth <= 4 && columns <= width) {
    const start = bias ? bias : zeros
    if (depth == 4) multiplyPairs(4, a, b, start, c, rows, columns)
    else if (depth == 3) multiplyPairs(3, a, b, start, c, rows, columns)
    else if (depth == 2) multiplyPairs(2, a, b, start, c, rows, columns)
    else multiplyPairs(1, a, b, start, c, rows, columns)
    return
  }
  for (; rows > 0; --rows) {
    for (let j = 0; j < columns; j += width) {
      const at = (j as usize) * FLOAT
      rowProduct(a, FLOAT, b + at, row, bias ? bias : zeros, c + at, depth, min(width, columns - j))
    }
    a += (depth as usize) * FLOAT
    c += row
  }
}
