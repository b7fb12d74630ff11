// Convolutions without padding: matrix products over the windows of images [rows × height × width × channels]. A window's row
// runs over (window row, window column, channel), of which the last two are neighbours in the image too: it is `size` runs
// of size·channels numbers, which products read where they lie. Terms come in the order of tile.ts.

import { activate, NONE } from './activations'
import { addValues, copyValues, FLOAT } from './lanes'
import { multiplyRowsAt, multiplyStepsAt } from './listed'
import { narrowProduct } from './narrow'
import { packB, packBTransposed } from './pack'
import { zeros } from './rows'
import {
  ADDRESSES,
  COLUMN_BLOCK,
  DEPTH_BLOCK,
  NARROW,
  NARROW_INPUTS,
  PACKED_A,
  PACKED_A_FLOATS,
  PACKED_B,
  PACKED_B_FLOATS,
  SPARE_VECTOR,
  scratch,
} from './scratch'

/** Windows that are worked on at a time, so that their results stay in the second-level cache. */
const PIECE: i32 = 48

// @ts-ignore: decorator
@inline
export function windowsAlong(side: i32, size: i32, stride: i32): i32 {
  return (side - size) / stride + 1
}

/** Lists the addresses of `count` windows from number `first` of the batch on; where the list is. */
function listWindows(
  first: i32,
  count: i32,
  images: usize,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
): usize {
  const pixel = (channels as usize) * FLOAT
  const line = (width as usize) * pixel
  const across = windowsAlong(width, size, stride)
  const down = windowsAlong(height, size, stride)
  let x = first % across
  let y = (first / across) % down
  let image = images + ((first / across / down) as usize) * (height as usize) * line
  const list = scratch + ADDRESSES
  const end = list + (count as usize) * 4
  for (let to = list; to != end; to += 4) {
    store<u32>(to, (image + ((y * stride) as usize) * line + ((x * stride) as usize) * pixel) as u32)
    if (++x < across) continue
    x = 0
    if (++y < down) continue
    y = 0
    image += (height as usize) * line
  }
  return list
}

/**
 * Reads `runs` lines of the windows, from `offset` on, one line of the cache after the other: the processor then runs ahead,
 * which it can't where windows are read.
 */
function fetchWindows(list: usize, count: i32, offset: usize, runs: i32, line: usize): void {
  const last = load<u32>(list + ((count - 1) as usize) * 4) as usize
  const end = last + offset + ((runs - 1) as usize) * line
  let from = (load<u32>(list) as usize) + offset
  let all = v128.load(from)
  for (; from < end; from += 64) all = v128.or(all, v128.load(from))
  // Kept, or the compiler would leave out the reading.
  v128.store(scratch + SPARE_VECTOR, all)
}

/** Adds `bytes` to the addresses. */
function move(list: usize, count: i32, bytes: usize): void {
  for (; count > 0; --count) {
    store<u32>(list, load<u32>(list) + (bytes as u32))
    list += 4
  }
}

/**
 * y[windows × filters] = activation(bias + windows·weights) for the images in [from, to), from
 * weights[size·size·channels × filters].
 */
export function convolve(
  from: i32,
  to: i32,
  images: usize,
  weights: usize,
  bias: usize,
  y: usize,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
  filters: i32,
  activation: i32,
): void {
  const run = size * channels
  const count = windowsAlong(height, size, stride) * windowsAlong(width, size, stride)
  const yRow = (filters as usize) * FLOAT
  const line = ((width * channels) as usize) * FLOAT
  const packedB = scratch + PACKED_B
  const isNarrow = filters <= NARROW && size * run <= NARROW_INPUTS
  for (let j = 0; j < filters; j += COLUMN_BLOCK) {
    const columns = min(COLUMN_BLOCK, filters - j)
    // As many runs, or as much of one, as there is room for their weights.
    const most = PACKED_B_FLOATS / ((columns + 7) & ~7)
    const runs = max(1, min(size, most / run))
    const length = min(run, most)
    for (let i = 0; i < size; i += runs)
      for (let k = 0; k < run; k += length) {
        const isFirst = i + k == 0
        const isLast = i + runs >= size && k + length >= run
        const someRuns = min(runs, size - i)
        const depth = min(length, run - k)
        const someWeights = weights + ((i * run + k) as usize) * yRow + (j as usize) * FLOAT
        if (!isNarrow) packB(someWeights, yRow, someRuns * depth, columns, packedB)
        const offset = (i as usize) * line + (k as usize) * FLOAT
        const last = to * count
        for (let w = from * count; w < last; w += PIECE) {
          const rows = min(PIECE, last - w)
          const list = listWindows(w, rows, images, height, width, channels, size, stride)
          fetchWindows(list, rows, offset, someRuns, line)
          const c = y + (w as usize) * yRow + (j as usize) * FLOAT
          if (isNarrow) convolveNarrow(list, rows, weights, bias, c, size, run, line, filters)
          else {
            move(list, rows, offset)
            const start = isFirst ? bias + (j as usize) * FLOAT : c
            const gap = line - (depth as usize) * FLOAT
            multiplyRowsAt(list, rows, someRuns, gap, depth, packedB, start, isFirst ? 0 : yRow, c, yRow, columns)
          }
          if (isLast && activation != NONE) activateRows(activation, c, yRow, rows, columns)
        }
      }
  }
}

/** So few filters as have a kernel of their own, whose windows are copied, as many at a time as there is room for. */
function convolveNarrow(
  list: usize,
  rows: i32,
  weights: usize,
  bias: usize,
  y: usize,
  size: i32,
  run: i32,
  line: usize,
  filters: i32,
): void {
  const window = size * run
  const most = PACKED_A_FLOATS / window
  for (; rows > 0; rows -= most) {
    const some = min(rows, most)
    let to = scratch + PACKED_A
    for (let i = 0; i < some; ++i) {
      let source = load<u32>(list) as usize
      for (let row = size; row > 0; --row) {
        copyValues(source, to, run)
        source += line
        to += (run as usize) * FLOAT
      }
      list += 4
    }
    narrowProduct(scratch + PACKED_A, weights, bias, y, some, window, filters)
    y += ((some * filters) as usize) * FLOAT
  }
}

function activateRows(activation: i32, y: usize, row: usize, rows: i32, columns: i32): void {
  if (row == (columns as usize) * FLOAT) activate(0, rows * columns, activation, y, y)
  else
    for (; rows > 0; --rows) {
      activate(0, columns, activation, y, y)
      y += row
    }
}

/**
 * dWeights[size·size·channels × filters] = windowsᵀ·dy, for places of the window in [from, to), from all images and
 * dy[windows × filters].
 */
export function convolveBackwardWeights(
  from: i32,
  to: i32,
  images: usize,
  dy: usize,
  dWeights: usize,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
  filters: i32,
): void {
  const run = size * channels
  const windows = rows * windowsAlong(height, size, stride) * windowsAlong(width, size, stride)
  const dyRow = (filters as usize) * FLOAT
  const line = ((width * channels) as usize) * FLOAT
  const packedB = scratch + PACKED_B
  for (let j = 0; j < filters; j += COLUMN_BLOCK) {
    const columns = min(COLUMN_BLOCK, filters - j)
    const at = (j as usize) * FLOAT
    for (let w = 0; w < windows; w += DEPTH_BLOCK) {
      const depth = min(DEPTH_BLOCK, windows - w)
      const list = listWindows(w, depth, images, height, width, channels, size, stride)
      packB(dy + (w as usize) * dyRow + at, dyRow, depth, columns, packedB)
      for (let place = from; place < to; ) {
        // To the end of a run, behind which the next place is elsewhere.
        const row = place / run
        const count = min(to, (row + 1) * run) - place
        const offset = (row as usize) * line + ((place - row * run) as usize) * FLOAT
        const c = dWeights + (place as usize) * dyRow + at
        const start = w > 0 ? c : zeros
        multiplyStepsAt(list, offset, count, depth, packedB, start, w > 0 ? dyRow : 0, c, dyRow, columns)
        place += count
      }
    }
  }
}

/** dImages = the gradients of the windows, dy·weightsᵀ, each added where the window lies, for the images in [from, to). */
export function convolveBackwardInput(
  from: i32,
  to: i32,
  dy: usize,
  weights: usize,
  dImages: usize,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
  filters: i32,
): void {
  const run = size * channels
  const count = windowsAlong(height, size, stride) * windowsAlong(width, size, stride)
  const dyRow = (filters as usize) * FLOAT
  const line = ((width * channels) as usize) * FLOAT
  const image = (height as usize) * line
  memory.fill(dImages + (from as usize) * image, 0, ((to - from) as usize) * image)
  const places = size * run
  const most = min(PACKED_A_FLOATS, PACKED_B_FLOATS / filters) & ~7
  for (let place = 0; place < places; place += most) {
    const columns = min(most, places - place)
    packBTransposed(weights + (place as usize) * dyRow, dyRow, filters, columns, scratch + PACKED_B)
    const piece = min(PIECE, PACKED_A_FLOATS / columns)
    const last = to * count
    for (let w = from * count; w < last; w += piece) {
      const rows = min(piece, last - w)
      const dWindows = scratch + PACKED_A
      multiplyGradients(dy + (w as usize) * dyRow, rows, filters, dWindows, columns)
      let list = listWindows(w, rows, dImages, height, width, channels, size, stride)
      let source = dWindows
      for (let i = rows; i > 0; --i) {
        addPlaces(source, load<u32>(list) as usize, place, columns, run, line)
        source += (columns as usize) * FLOAT
        list += 4
      }
    }
  }
}

/** c[rows×columns] = dy[rows×filters]·b, from packed b. */
function multiplyGradients(dy: usize, rows: i32, filters: i32, c: usize, columns: i32): void {
  const list = scratch + ADDRESSES
  for (let i = 0; i < rows; ++i) {
    store<u32>(list + (i as usize) * 4, dy as u32)
    dy += (filters as usize) * FLOAT
  }
  // There are zeros for a block of columns.
  for (let j = 0; j < columns; j += COLUMN_BLOCK) {
    const b = scratch + PACKED_B + ((j * filters) as usize) * FLOAT
    const some = min(COLUMN_BLOCK, columns - j)
    multiplyRowsAt(list, rows, 1, 0, filters, b, zeros, 0, c + (j as usize) * FLOAT, (columns as usize) * FLOAT, some)
  }
}

/** Adds the numbers of `count` places from `place` on to the window at `window`. */
// @ts-ignore: decorator
@inline
function addPlaces(from: usize, window: usize, place: i32, count: i32, run: i32, line: usize): void {
  const end = place + count
  while (place < end) {
    const row = place / run
    const length = min(end, (row + 1) * run) - place
    addValues(from, window + (row as usize) * line + ((place - row * run) as usize) * FLOAT, length)
    from += (length as usize) * FLOAT
    place += length
  }
}
