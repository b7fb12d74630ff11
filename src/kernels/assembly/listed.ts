// Matrix products with numbers of a that lie anywhere in memory: their addresses are listed. b is packed. Strides in bytes.

import { copyValues, FLOAT } from './lanes'
import { wide } from './matmul'
import { EDGE_TILE, scratch } from './scratch'
import { PANEL, rowsTile4, stepsTile4, stepsTile6, TILE_ROWS } from './tile'
import { wideRowsTile, wideStepsTile4, wideStepsTile6 } from './wide-tile'

/** Rows of the edge tile. */
const EDGE_ROW: usize = 64

/** Where a tile starts from that hangs over the last row or column: the rows behind may lie behind the memory. */
function edgeStart(start: usize, startRow: usize, rows: i32): usize {
  if (!startRow) return start
  const edge = scratch + EDGE_TILE
  for (let i: usize = 0; i < (rows as usize); ++i) copyValues(start + i * startRow, edge + i * EDGE_ROW, 16)
  return edge
}

/** Copies what exists of such a tile. */
function copyEdge(c: usize, cRow: usize, rows: i32, columns: i32): void {
  const edge = scratch + EDGE_TILE
  for (let i: usize = 0; i < (rows as usize); ++i) copyValues(edge + i * EDGE_ROW, c + i * cRow, columns)
}

/**
 * c[rows×columns] = start + a·b: row i of a is read from the i-th address of the list on, `runs` runs of `depth` numbers with
 * `gap` bytes between them. What is behind the list is overwritten.
 */
export function multiplyRowsAt(
  list: usize,
  rows: i32,
  runs: i32,
  gap: usize,
  depth: i32,
  b: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  columns: i32,
): void {
  // A tile that hangs over the last row reads that again.
  const end = list + (rows as usize) * 4
  for (let i: usize = 0; i < 6; ++i) store<u32>(end + i * 4, load<u32>(end - 4))
  const panel = ((runs * depth) as usize) * PANEL
  while (columns > 0) {
    const width = wide && columns >= 16 ? 16 : 8
    const tileHeight = width == 16 ? TILE_ROWS : 4
    for (let i = 0; i < rows; i += tileHeight) {
      const height = min(tileHeight, rows - i)
      const isWhole = height == tileHeight && columns >= width
      const at = list + (i as usize) * 4
      const from = start + (i as usize) * startRow
      const to = c + (i as usize) * cRow
      const first = isWhole ? from : edgeStart(from, startRow, height)
      const firstRow = isWhole || !startRow ? startRow : EDGE_ROW
      const own = isWhole ? to : scratch + EDGE_TILE
      const ownRow = isWhole ? cRow : EDGE_ROW
      if (width == 16) wideRowsTile(at, runs, gap, b, panel, first, firstRow, own, ownRow, depth)
      else rowsTile4(at, runs, gap, b, first, firstRow, own, ownRow, depth)
      if (!isWhole) copyEdge(to, cRow, height, min(columns, width))
    }
    b += width == 16 ? 2 * panel : panel
    start += (width as usize) * FLOAT
    c += (width as usize) * FLOAT
    columns -= width
  }
}

/**
 * c[rows×columns] = start + a·b: column k of a lies in one piece, `offset` bytes behind the k-th address of the list.
 */
export function multiplyStepsAt(
  list: usize,
  offset: usize,
  rows: i32,
  depth: i32,
  b: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  columns: i32,
): void {
  const panel = (depth as usize) * PANEL
  while (columns > 0) {
    const width = wide && columns >= 16 ? 16 : 8
    let height = 0
    for (let i = 0; i < rows; i += height) {
      // Eight rows are two tiles of four, and not one of six and a third of one.
      const left = rows - i
      const tileHeight = TILE_ROWS == 6 && left > 4 && left != 8 ? 6 : 4
      height = min(tileHeight, left)
      const isWhole = height == tileHeight && columns >= width
      const at = offset + (i as usize) * FLOAT
      const from = start + (i as usize) * startRow
      const to = c + (i as usize) * cRow
      const first = isWhole ? from : edgeStart(from, startRow, height)
      const firstRow = isWhole || !startRow ? startRow : EDGE_ROW
      const own = isWhole ? to : scratch + EDGE_TILE
      const ownRow = isWhole ? cRow : EDGE_ROW
      if (width == 16) {
        if (tileHeight == 6) wideStepsTile6(list, at, b, panel, first, firstRow, own, ownRow, depth)
        else wideStepsTile4(list, at, b, panel, first, firstRow, own, ownRow, depth)
      } else if (tileHeight == 6) stepsTile6(list, at, b, first, firstRow, own, ownRow, depth)
      else stepsTile4(list, at, b, first, firstRow, own, ownRow, depth)
      if (!isWhole) copyEdge(to, cRow, height, min(columns, width))
    }
    b += width == 16 ? 2 * panel : panel
    start += (width as usize) * FLOAT
    c += (width as usize) * FLOAT
    columns -= width
  }
}
