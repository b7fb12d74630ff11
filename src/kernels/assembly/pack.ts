// Copies of matrix blocks in the order in which the register tile reads them: a in strips of TILE_ROWS rows, b in
// panels of eight columns, each step of depth contiguous. Behind the last row or column lies something readable.

import { FLOAT, VECTOR } from './lanes'
import { PANEL, STRIP, TILE_ROWS } from './tile'

/** to[k][0..3] = rows[0..3][k] for four steps of depth: a 4×4 transposition. */
// @ts-ignore: decorator
@inline
function transpose(row0: usize, row1: usize, row2: usize, row3: usize, to: usize, step: usize): void {
  const a = v128.load(row0)
  const b = v128.load(row1)
  const c = v128.load(row2)
  const d = v128.load(row3)
  const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
  const cdLow = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f64>(abLow, cdLow, 0, 2))
  v128.store(to + step, v128.shuffle<f64>(abLow, cdLow, 1, 3))
  v128.store(to + 2 * step, v128.shuffle<f64>(abHigh, cdHigh, 0, 2))
  v128.store(to + 3 * step, v128.shuffle<f64>(abHigh, cdHigh, 1, 3))
}

/**
 * Four rows of length `depth`, transposed. Missing rows repeat the last one. Up to three steps too many are written:
 * the next strip or panel follows in order and replaces them.
 */
// @ts-ignore: decorator
@inline
function packRows(from: usize, row: usize, rows: i32, depth: i32, to: usize, step: usize): void {
  const last = (rows - 1) as usize
  let row0 = from
  let row1 = from + min<usize>(1, last) * row
  let row2 = from + min<usize>(2, last) * row
  let row3 = from + min<usize>(3, last) * row
  for (let k = depth; k > 0; k -= 4) {
    transpose(row0, row1, row2, row3, to, step)
    row0 += VECTOR
    row1 += VECTOR
    row2 += VECTOR
    row3 += VECTOR
    to += 4 * step
  }
}

/** a[rows×depth], row by row, into strips. */
export function packA(a: usize, row: usize, rows: i32, depth: i32, to: usize): void {
  for (; rows > 0; rows -= TILE_ROWS) {
    packRows(a, row, rows, depth, to, STRIP)
    if (TILE_ROWS > 4 && rows > 4) packRows(a + 4 * row, row, rows - 4, depth, to + VECTOR, STRIP)
    a += (TILE_ROWS as usize) * row
    to += (depth as usize) * STRIP
  }
}

/** `columns` of `depth` rows into strips or panels that are `width` columns wide. */
// @ts-ignore: decorator
@inline
function packColumns(
  from: usize,
  row: usize,
  depth: i32,
  columns: i32,
  width: i32,
  to: usize,
  step: usize,
): void {
  for (; columns > 0; columns -= width) {
    let source = from
    for (let k = depth; k > 0; --k) {
      v128.store(to, v128.load(source))
      if (width > 4) v128.store(to, v128.load(source, VECTOR), VECTOR)
      source += row
      to += step
    }
    from += (width as usize) * FLOAT
  }
}

/** a[rows×depth], given as aᵀ: `depth` rows of length `rows`. */
export function packATransposed(a: usize, row: usize, rows: i32, depth: i32, to: usize): void {
  packColumns(a, row, depth, rows, TILE_ROWS, to, STRIP)
}

/** b[depth×columns] into panels, several at a time: what is read of a row are whole lines of the cache. */
export function packB(b: usize, row: usize, depth: i32, columns: i32, to: usize): void {
  const panel = (depth as usize) * PANEL
  for (; columns >= 32; columns -= 32) {
    let source = b
    const end = to + panel
    for (let target = to; target != end; target += PANEL) {
      copyPanels(source, target, panel)
      copyPanels(source + 2 * PANEL, target + 2 * panel, panel)
      source += row
    }
    b += 4 * PANEL
    to += 4 * panel
  }
  packColumns(b, row, depth, columns, 8, to, PANEL)
}

/** A row of two panels. */
// @ts-ignore: decorator
@inline
function copyPanels(from: usize, to: usize, panel: usize): void {
  v128.store(to, v128.load(from))
  v128.store(to, v128.load(from, VECTOR), VECTOR)
  v128.store(to + panel, v128.load(from, 2 * VECTOR))
  v128.store(to + panel, v128.load(from, 3 * VECTOR), VECTOR)
}

/** b[depth×columns], given as bᵀ: `columns` rows of length `depth`. */
export function packBTransposed(b: usize, row: usize, depth: i32, columns: i32, to: usize): void {
  for (; columns > 0; columns -= 8) {
    packRows(b, row, columns, depth, to, PANEL)
    if (columns > 4) packRows(b + 4 * row, row, columns - 4, depth, to + VECTOR, PANEL)
    b += 8 * row
    to += (depth as usize) * PANEL
  }
}
