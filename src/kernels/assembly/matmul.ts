// The three matrix products of a linear layer.

import { activate, NONE } from './activations'
import { FLOAT, multiplyAdd, storeLanes, VECTOR } from './lanes'
import { packA, packATransposed, packB, packBTransposed, transposeNarrow } from './pack'
import { PANEL, rowProduct, STRIP, TILE_ROWS, tile, tile4, tile6 } from './tile'

/** A panel of b, 256×8, stays in the first-level cache; the block of a, 96×256, and that of b, 256×256, in the second. */
const DEPTH_BLOCK: i32 = 256
const COLUMN_BLOCK: i32 = 256
const ROW_BLOCK: i32 = 96
/** From here on copying b into panels costs less than reading it in place. */
const PACK_ROWS: i32 = 12
/** Products as shallow as this are done row by row: starting and storing a tile would cost more than its sums. */
const SHALLOW: i32 = 4
/** The narrow kernels hold one transposed copy of at most this many rows in scratch. */
const NARROW_ROWS: i32 = 8192
const NARROW: i32 = 4

const packedA = memory.data(ROW_BLOCK * DEPTH_BLOCK * 6 + 128, 16)
const packedB = memory.data(DEPTH_BLOCK * COLUMN_BLOCK * 4 + 128, 16)
const narrow = memory.data(NARROW_ROWS * NARROW * 4 + 64, 16)
const edge = memory.data(6 * 32, 16)
const zeros = memory.data(COLUMN_BLOCK * 4 + 64, 16)

/** c[rows×columns] = start + a·b for blocks; a is packed, b packed or in place. */
function multiplyBlock(
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
  for (; columns > 0; columns -= 8) {
    let a = packedA
    let from = start
    let to = c
    for (let i = rows; i > 0; i -= TILE_ROWS) {
      if (i >= TILE_ROWS && columns >= 8) {
        if (TILE_ROWS > 4) tile6(a, b, bStep, from, startRow, to, cRow, depth)
        else tile(4, a, b, bStep, from, startRow, to, cRow, depth)
      } else if (i == 4 && columns >= 8) tile4(a, b, bStep, from, startRow, to, cRow, depth)
      else multiplyEdge(a, b, bStep, from, startRow, to, cRow, depth, min(i, TILE_ROWS), min(columns, 8))
      a += strip
      from += (TILE_ROWS as usize) * startRow
      to += (TILE_ROWS as usize) * cRow
    }
    b += bPanel
    start += PANEL
    c += PANEL
  }
}

/** A tile that hangs over the last row or column: made beside c, then the part that exists is copied. */
function multiplyEdge(
  a: usize,
  b: usize,
  bStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  depth: i32,
  rows: i32,
  columns: i32,
): void {
  if (startRow) {
    // The rows behind the last one must not be read either: they may lie behind the memory.
    let to = edge
    for (let i = 0; i < rows; ++i) {
      v128.store(to, v128.load(start))
      v128.store(to, v128.load(start, VECTOR), VECTOR)
      start += startRow
      to += PANEL
    }
    start = edge
    startRow = PANEL
  }
  if (rows > 4) tile6(a, b, bStep, start, startRow, edge, PANEL, depth)
  else tile4(a, b, bStep, start, startRow, edge, PANEL, depth)
  let from = edge
  for (let i = 0; i < rows; ++i) {
    storeLanes(c, v128.load(from), columns)
    if (columns > 4) storeLanes(c + VECTOR, v128.load(from, VECTOR), columns - 4)
    from += PANEL
    c += cRow
  }
}

/** c[rows×columns] = activation(bias + a·b), where a or b may be given transposed; strides in bytes. */
// @ts-ignore: decorator
@inline
function multiply(
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
        if (rows >= PACK_ROWS) {
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
        multiplyBlock(bBlock, bPanel, bStep, start, k > 0 ? cRow : 0, to, cRow, height, length, width)
      }
    }
  }
}

/** c[rows×columns] = bias + a·b, row by row. */
function multiplyRows(
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  rows: i32,
  depth: i32,
  columns: i32,
): void {
  const aRow = (depth as usize) * FLOAT
  const row = (columns as usize) * FLOAT
  for (; rows > 0; --rows) {
    // Without a bias the row starts from zeros, of which there are as many as a block has columns.
    if (bias) rowProduct(a, FLOAT, b, row, bias, c, depth, columns)
    else {
      for (let j = 0; j < columns; j += COLUMN_BLOCK) {
        const at = (j as usize) * FLOAT
        rowProduct(a, FLOAT, b + at, row, zeros, c + at, depth, min(COLUMN_BLOCK, columns - j))
      }
    }
    a += aRow
    c += row
  }
}

/** The sums of the lanes of four vectors. */
// @ts-ignore: decorator
@inline
function sumEach(a: v128, b: v128, c: v128, d: v128): v128 {
  const low = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7))
  const high = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7))
  return f32x4.add(v128.shuffle<f64>(low, high, 0, 2), v128.shuffle<f64>(low, high, 1, 3))
}

/**
 * y[rows×COLUMNS] = bias + x·weights for COLUMNS ≤ 4: dot products along the depth, four lanes at a time, for two rows
 * at once (an odd last row is made twice).
 */
// @ts-ignore: decorator
@inline
function dotRows(COLUMNS: i32, x: usize, weights: usize, bias: usize, y: usize, rows: i32, depth: i32): void {
  const row = (depth as usize) * FLOAT
  const yRow = (COLUMNS as usize) * FLOAT
  transposeNarrow(weights, narrow, row, depth, COLUMNS)
  const end = narrow + (row & ~(VECTOR - 1))
  const first = bias ? v128.load(bias) : f32x4.splat(0)
  for (; rows > 0; rows -= 2) {
    let from = x
    let next = rows > 1 ? x + row : x
    let a0 = f32x4.splat(0)
    let a1 = a0
    let a2 = a0
    let a3 = a0
    let b0 = a0
    let b1 = a0
    let b2 = a0
    let b3 = a0
    for (let w = narrow; w != end; w += VECTOR) {
      const a = v128.load(from)
      const b = v128.load(next)
      const w0 = v128.load(w)
      a0 = multiplyAdd(a, w0, a0)
      b0 = multiplyAdd(b, w0, b0)
      if (COLUMNS > 1) {
        const w1 = v128.load(w + row)
        a1 = multiplyAdd(a, w1, a1)
        b1 = multiplyAdd(b, w1, b1)
      }
      if (COLUMNS > 2) {
        const w2 = v128.load(w + 2 * row)
        a2 = multiplyAdd(a, w2, a2)
        b2 = multiplyAdd(b, w2, b2)
      }
      if (COLUMNS > 3) {
        const w3 = v128.load(w + 3 * row)
        a3 = multiplyAdd(a, w3, a3)
        b3 = multiplyAdd(b, w3, b3)
      }
      from += VECTOR
      next += VECTOR
    }
    let a = f32x4.add(first, sumEach(a0, a1, a2, a3))
    let b = f32x4.add(first, sumEach(b0, b1, b2, b3))
    let w = weights + ((depth & ~3) as usize) * yRow
    for (let k = depth & 3; k > 0; --k) {
      a = multiplyAdd(v128.load_splat<f32>(from), v128.load(w), a)
      b = multiplyAdd(v128.load_splat<f32>(next), v128.load(w), b)
      from += FLOAT
      next += FLOAT
      w += yRow
    }
    storeLanes(y, a, COLUMNS)
    storeLanes(rows > 1 ? y + yRow : y, b, COLUMNS)
    x += 2 * row
    y += 2 * yRow
  }
}

/** y[rows×outputs] = activation(x[rows×inputs]·weights[inputs×outputs] + bias); a null bias is 0. */
export function linear(
  x: usize,
  weights: usize,
  bias: usize,
  y: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  activation: i32,
): void {
  // Which sums are made in which order depends on the shape of the layer only, never on the number of rows.
  if (outputs <= NARROW && inputs > SHALLOW && inputs <= NARROW_ROWS) {
    if (outputs == 1) dotRows(1, x, weights, bias, y, rows, inputs)
    else if (outputs == 2) dotRows(2, x, weights, bias, y, rows, inputs)
    else if (outputs == 3) dotRows(3, x, weights, bias, y, rows, inputs)
    else dotRows(4, x, weights, bias, y, rows, inputs)
  } else if (rows < 4 || inputs <= SHALLOW) {
    multiplyRows(x, weights, bias, y, rows, inputs, outputs)
  } else {
    const xRow = (inputs as usize) * FLOAT
    multiply(false, false, x, xRow, weights, (outputs as usize) * FLOAT, bias, y, rows, inputs, outputs)
  }
  if (activation != NONE) activate(activation, y, y, rows * outputs)
}

/** dx[rows×inputs] = dy[rows×outputs]·weightsᵀ */
export function linearBackwardInput(
  dy: usize,
  weights: usize,
  dx: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
): void {
  const row = (outputs as usize) * FLOAT
  if (outputs <= SHALLOW && inputs <= NARROW_ROWS) {
    transposeNarrow(weights, narrow, (inputs as usize) * FLOAT, inputs, outputs)
    multiplyRows(dy, narrow, 0, dx, rows, outputs, inputs)
  } else multiply(false, true, dy, row, weights, row, 0, dx, rows, outputs, inputs)
}

/** dWeights[inputs×outputs] = xᵀ·dy, from x[rows×inputs] and dy[rows×outputs] */
export function linearBackwardWeights(
  x: usize,
  dy: usize,
  dWeights: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
): void {
  const xRow = (inputs as usize) * FLOAT
  const dyRow = (outputs as usize) * FLOAT
  if (outputs <= NARROW && inputs <= NARROW_ROWS) {
    // dWeightsᵀ row by row: along the inputs there are full vectors.
    for (let j = 0; j < outputs; ++j) {
      const at = (j as usize) * FLOAT
      memory.fill(narrow, 0, xRow)
      rowProduct(dy + at, dyRow, x, xRow, narrow, narrow, rows, inputs)
      for (let i = 0; i < inputs; ++i) {
        store<f32>(dWeights + (i as usize) * dyRow + at, load<f32>(narrow + (i as usize) * FLOAT))
      }
    }
  } else multiply(true, false, x, xRow, dy, dyRow, 0, dWeights, inputs, rows, outputs)
}
