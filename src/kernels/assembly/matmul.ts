// Large matrix products: blocks that fit the caches, packed, then made tile by tile.

import { copyValues, FLOAT } from './lanes'
import { packA, packATransposed, packB, packBTransposed } from './pack'
import { zeros } from './rows'
import { COLUMN_BLOCK, DEPTH_BLOCK, EDGE_TILE, PACKED_A, PACKED_B, ROW_BLOCK, scratch } from './scratch'
import { PANEL, STRIP, STRIPS, TILE_ROWS, tile, tile4, tile6 } from './tile'
import { wideTile4, wideTile6 } from './wide-tile'

// A panel of b, 256×8, stays in the first-level cache; the block of a, 96×256, and that of b, 256×256, in the second.

/** From here on copying b into panels costs less than reading it in place. */
const PACK_ROWS: i32 = 12
/** Or where its rows lie so far apart, in bytes, that reading a panel in place waits for the memory. */
const WIDE_ROW: usize = 2048

/** Whether the engine joins vectors. */
export let wide: bool = false

/** To be called where the engine joins vectors. */
export function useWideTiles(): void {
  wide = true
}

/** c[rows×16] = start + a·b, from packed a and two panels of b. */
function multiplyWide(
  a: usize,
  b: usize,
  bPanel: usize,
  bStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  rows: i32,
  depth: i32,
): void {
  for (; rows > 0; rows -= TILE_ROWS) {
    if (rows >= 6 && TILE_ROWS == 6) wideTile6(a, b, bPanel, bStep, start, startRow, c, cRow, depth)
    else if (rows == 4 || rows >= TILE_ROWS) wideTile4(a, b, bPanel, bStep, start, startRow, c, cRow, depth)
    else multiplyEdge(2, a, b, bPanel, bStep, start, startRow, c, cRow, depth, rows, 16)
    a += (depth as usize) * STRIP
    start += (TILE_ROWS as usize) * startRow
    c += (TILE_ROWS as usize) * cRow
  }
}

/** c[rows×columns] = start + a·b for blocks; a is packed, b packed or in place. */
function multiplyBlock(
  packedA: usize,
  b: usize,
  bPanel: usize,
  bStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  rows: i32,
  depth: i32,
  columns: i32,
): void {
  const strip = (depth as usize) * STRIP
  for (; wide && columns >= 16; columns -= 16) {
    multiplyWide(packedA, b, bPanel, bStep, start, startRow, c, cRow, rows, depth)
    b += 2 * bPanel
    start += 2 * PANEL
    c += 2 * PANEL
  }
  for (; columns > 0; columns -= 8) {
    let a = packedA
    let from = start
    let to = c
    for (let i = rows; i > 0; i -= TILE_ROWS) {
      if (i >= TILE_ROWS && columns >= 8) {
        if (TILE_ROWS > 4) tile6(a, b, bStep, from, startRow, to, cRow, depth)
        else tile(4, STRIPS, a, 0, 1, 0, b, bStep, from, startRow, to, cRow, depth)
      } else if (i == 4 && columns >= 8) tile4(a, b, bStep, from, startRow, to, cRow, depth)
      else
        multiplyEdge(1, a, b, bPanel, bStep, from, startRow, to, cRow, depth, min(i, TILE_ROWS), min(columns, 8))
      a += strip
      from += (TILE_ROWS as usize) * startRow
      to += (TILE_ROWS as usize) * cRow
    }
    b += bPanel
    start += PANEL
    c += PANEL
  }
}

/** A tile of one or two panels that hangs over the last row or column: made beside c, then the part that exists is copied. */
function multiplyEdge(
  panels: i32,
  a: usize,
  b: usize,
  bPanel: usize,
  bStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
  rows: i32,
  columns: i32,
): void {
  const edge = scratch + EDGE_TILE
  const edgeRow = (panels as usize) * PANEL
  if (startRow) {
    // The rows behind the last one must not be read either: they may lie behind the memory.
    for (let i: usize = 0; i < (rows as usize); ++i) copyValues(start + i * startRow, edge + i * edgeRow, panels * 8)
    start = edge
    startRow = edgeRow
  }
  if (panels > 1) {
    if (rows > 4) wideTile6(a, b, bPanel, bStep, start, startRow, edge, edgeRow, depth)
    else wideTile4(a, b, bPanel, bStep, start, startRow, edge, edgeRow, depth)
  } else if (rows > 4) tile6(a, b, bStep, start, startRow, edge, edgeRow, depth)
  else tile4(a, b, bStep, start, startRow, edge, edgeRow, depth)
  for (let i: usize = 0; i < (rows as usize); ++i) copyValues(edge + i * edgeRow, c + i * cRow, columns)
}

/** c[rows×columns] = bias + a·b, where a or b may be given transposed; strides in bytes, a null bias is 0. */
// @ts-ignore: decorator
@inline
export function multiply(
  aTransposed: bool,
  bTransposed: bool,
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  bias: usize,
  c: usize,
  rows: i32,
  depth: i32,
  columns: i32,
): void {
  const cRow = (columns as usize) * FLOAT
  const packedA = scratch + PACKED_A
  const packedB = scratch + PACKED_B
  for (let j = 0; j < columns; j += COLUMN_BLOCK) {
    const width = min(COLUMN_BLOCK, columns - j)
    const cBlock = c + (j as usize) * FLOAT
    for (let k = 0; k < depth; k += DEPTH_BLOCK) {
      const length = min(DEPTH_BLOCK, depth - k)
      let bBlock = packedB
      let bPanel = (length as usize) * PANEL
      let bStep = PANEL
      if (bTransposed) {
        packBTransposed(b + (j as usize) * bRow + (k as usize) * FLOAT, bRow, length, width, packedB)
      } else {
        bBlock = b + (k as usize) * bRow + (j as usize) * FLOAT
        if (rows >= PACK_ROWS || bRow >= WIDE_ROW) {
          packB(bBlock, bRow, length, width, packedB)
          bBlock = packedB
        } else {
          bPanel = PANEL
          bStep = bRow
        }
      }
      for (let i = 0; i < rows; i += ROW_BLOCK) {
        const height = min(ROW_BLOCK, rows - i)
        if (aTransposed) {
          packATransposed(a + (k as usize) * aRow + (i as usize) * FLOAT, aRow, height, length, packedA)
        } else {
          packA(a + (i as usize) * aRow + (k as usize) * FLOAT, aRow, height, length, packedA)
        }
        const to = cBlock + (i as usize) * cRow
        const start = k > 0 ? to : bias ? bias + (j as usize) * FLOAT : zeros
        multiplyBlock(packedA, bBlock, bPanel, bStep, start, k > 0 ? cRow : 0, to, cRow, height, length, width)
      }
    }
  }
}
