// A convolution and the dense layer on it, for boards: images of zeros and ones, as games on a grid have them. What a window
// shows is its pattern, and the rows of a batch show few patterns at one place. Between the image and the dense layer's sums
// everything depends on the place and its pattern alone, so that it is worked out once for each pattern of each place. What
// is left for a row is to add up what its patterns give, one vector a place; backward, to add its gradient to those of its
// patterns.

import { activate, NONE } from './activations'
import { windowsAlong } from './convolution'
import { addValues, copyValues, FLOAT, laneMask, storeLanes, VECTOR } from './lanes'
import { linear, linearBackwardInput, linearBackwardWeights } from './linear'

/** Channels up to which what a cell shows has a number. */
const MOST_CHANNELS: i32 = 16
const CODES: usize = 1 << MOST_CHANNELS
/** A slot of the table of patterns: 64 bits of pattern, its number plus 1 (or 0), room. */
const SLOT: usize = 16
/** What spreads patterns over the table: 2⁶⁴ divided by the golden ratio. */
const SPREAD: u64 = 0x9e3779b97f4a7c15

/**
 * Numbers from one place to the next, of keys and of patterns: a line of the cache more than the rows, for where rows are a
 * power of two, what a row has at its places would fall on few lines.
 */
const PADDING: i32 = 16

/** Slots for `rows` patterns: a power of two, at least twice as many; its logarithm. */
// @ts-ignore: decorator
@inline
function slotBits(rows: i32): i32 {
  return 33 - clz(rows)
}

/** Bits that say what a cell shows, so that those of a window's cells fit 64. */
// @ts-ignore: decorator
@inline
function letterBits(size: i32): i32 {
  return min(8, 64 / (size * size))
}

/** Numbers that say which patterns `rows` rows show. */
export function patternLength(rows: i32, places: i32): i32 {
  return (rows + PADDING) * places
}

/** Bytes that `findPatterns` needs to work in. */
export function patternWork(rows: i32, height: i32, width: i32, size: i32, stride: i32): i32 {
  const places = windowsAlong(height, size, stride) * windowsAlong(width, size, stride)
  const room = (rows + PADDING) * places * 8 + width * 8 + ((SLOT as i32) << slotBits(rows)) + (CODES as i32) + rows * height * width
  return room + 64
}

/** Numbers what each cell shows, from 0 on; whether all are zeros and ones, and there are at most `most` different cells. */
function readLetters(images: usize, cells: i32, channels: i32, codes: usize, letters: usize, most: i32): bool {
  const zero = f32x4.splat(0)
  const one = f32x4.splat(1)
  let others = zero
  let known = 0
  memory.fill(codes, 0, CODES)
  for (; cells > 0; --cells) {
    let code = 0
    for (let channel = 0; channel < channels; channel += 4) {
      const values = v128.load(images + (channel as usize) * FLOAT)
      const lanes = channels - channel >= 4 ? i32x4.splat(-1) : laneMask(channels - channel)
      const shown = v128.and(f32x4.ne(values, zero), lanes)
      others = v128.or(others, v128.and(shown, f32x4.ne(values, one)))
      code |= i32x4.bitmask(shown) << channel
    }
    let letter = load<u8>(codes + (code as usize)) as i32
    if (letter == 0) {
      if (known == most) return false
      letter = ++known
      store<u8>(codes + (code as usize), letter)
    }
    store<u8>(letters++, letter - 1)
    images += (channels as usize) * FLOAT
  }
  return !v128.any_true(others)
}

/** The letters of each window of an image, joined to one number: keys[place · rows]. */
function readWindows(
  letters: usize,
  columns: usize,
  keys: usize,
  rows: i32,
  height: i32,
  width: i32,
  size: i32,
  stride: i32,
): void {
  const bits = letterBits(size)
  const columnBits = (bits * size) as u64
  const keyStep = ((rows + PADDING) as usize) * 8
  for (let y = 0; y + size <= height; y += stride) {
    for (let x = 0; x < width; ++x) {
      let key: u64 = 0
      for (let i = 0; i < size; ++i) key = (key << bits) | (load<u8>(letters + ((y + i) * width + x)) as u64)
      store<u64>(columns + ((x as usize) << 3), key)
    }
    for (let x = 0; x + size <= width; x += stride) {
      let key: u64 = 0
      for (let i = 0; i < size; ++i) key = (key << columnBits) | load<u64>(columns + (((x + i) as usize) << 3))
      store<u64>(keys, key)
      keys += keyStep
    }
  }
}

/**
 * Finds the patterns of each place and numbers them, place after place: patterns[places × (rows + PADDING)] are those of the windows,
 * firsts[count] the window (row · places + place) that shows each first, starts[places + 1] the first number of each place.
 *
 * @returns how many there are; −1 if more than `most`, or if these are no boards, or show too much for 64 bits.
 */
export function findPatterns(
  images: usize,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
  patterns: usize,
  firsts: usize,
  starts: usize,
  work: usize,
  most: i32,
): i32 {
  const bits = letterBits(size)
  if (channels > MOST_CHANNELS || bits == 0) return -1
  const places = windowsAlong(height, size, stride) * windowsAlong(width, size, stride)
  const cells = height * width
  const keys = work
  const columns = keys + ((rows + PADDING) * places * 8) as usize
  const slots = columns + (width * 8) as usize
  const slotsLength = SLOT << slotBits(rows)
  const codes = slots + slotsLength
  const letters = codes + CODES
  // A letter takes a byte, 0 of which is none.
  if (!readLetters(images, rows * cells, channels, codes, letters, min(1 << bits, 255))) return -1
  for (let row = 0; row < rows; ++row)
    readWindows(letters + (row * cells) as usize, columns, keys + (row as usize) * 8, rows, height, width, size, stride)

  const shift = (64 - slotBits(rows)) as u64
  const last = slotsLength - SLOT
  let count: u32 = 0
  let key = keys
  for (let place = 0; place < places; ++place) {
    store<u32>(starts + ((place as usize) << 2), count)
    memory.fill(slots, 0, slotsLength)
    for (let row = 0; row < rows; ++row) {
      const pattern = load<u64>(key)
      let at = ((pattern * SPREAD) >> shift) as usize * SLOT
      let number = load<u32>(slots + at, 8)
      while (number != 0 && load<u64>(slots + at) != pattern) {
        at = (at + SLOT) & last
        number = load<u32>(slots + at, 8)
      }
      if (number == 0) {
        if ((count as i32) == most) return -1
        store<u32>(firsts + ((count as usize) << 2), row * places + place)
        number = ++count
        store<u64>(slots + at, pattern)
        store<u32>(slots + at, number, 8)
      }
      store<u32>(patterns, number - 1)
      patterns += 4
      key += 8
    }
    patterns += PADDING * 4
    key += PADDING * 8
  }
  store<u32>(starts + ((places as usize) << 2), count)
  return count
}

/** The windows that show each pattern first: out [count × size·size·channels]. */
export function patternWindows(
  firsts: usize,
  count: i32,
  images: usize,
  out: usize,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
): void {
  const across = windowsAlong(width, size, stride)
  const places = windowsAlong(height, size, stride) * across
  const run = size * channels
  const line = ((width * channels) as usize) * FLOAT
  for (; count > 0; --count) {
    const first = load<u32>(firsts) as i32
    const place = first % places
    let source = images + (((first / places) * height + (place / across) * stride) as usize) * line
    source += (((place % across) * stride * channels) as usize) * FLOAT
    for (let i = 0; i < size; ++i) {
      copyValues(source, out, run)
      source += line
      out += (run as usize) * FLOAT
    }
    firsts += 4
  }
}

/**
 * What each pattern gives to the dense layer's sums: table [count × outputs], from the convolved patterns [count × filters]
 * and the weights [places·filters × outputs], for places in [from, to).
 */
export function patternTable(
  from: i32,
  to: i32,
  starts: usize,
  convolved: usize,
  weights: usize,
  table: usize,
  filters: i32,
  outputs: i32,
): void {
  for (let place = from; place < to; ++place) {
    const start = load<u32>(starts + ((place as usize) << 2)) as usize
    const count = load<u32>(starts + ((place as usize) << 2), 4) as i32 - start as i32
    const x = convolved + start * (filters as usize) * FLOAT
    const own = weights + ((place * filters) as usize) * (outputs as usize) * FLOAT
    linear(0, count, x, own, 0, table + start * (outputs as usize) * FLOAT, filters, outputs, NONE)
  }
}

/** y[4·VECTORS] = bias + Σ over places of what the pattern there gives, at an offset. */
// @ts-ignore: decorator
@inline
function addPatterns(
  VECTORS: i32,
  patterns: usize,
  step: usize,
  places: i32,
  table: usize,
  row: usize,
  bias: usize,
  y: usize,
  columns: i32,
): void {
  let a = v128.load(bias)
  let b = VECTORS > 1 ? v128.load(bias, VECTOR) : a
  let c = VECTORS > 2 ? v128.load(bias, 2 * VECTOR) : a
  let d = VECTORS > 3 ? v128.load(bias, 3 * VECTOR) : a
  for (; places > 0; --places) {
    const given = table + (load<u32>(patterns) as usize) * row
    a = f32x4.add(a, v128.load(given))
    if (VECTORS > 1) b = f32x4.add(b, v128.load(given, VECTOR))
    if (VECTORS > 2) c = f32x4.add(c, v128.load(given, 2 * VECTOR))
    if (VECTORS > 3) d = f32x4.add(d, v128.load(given, 3 * VECTOR))
    patterns += step
  }
  storeLanes(y, a, columns)
  if (VECTORS > 1) v128.store(y, b, VECTOR)
  if (VECTORS > 2) v128.store(y, c, 2 * VECTOR)
  if (VECTORS > 3) v128.store(y, d, 3 * VECTOR)
}

/** y[rows × outputs] = activation(bias + Σ over places of the pattern's row of the table), for rows in [from, to). */
export function sumPatterns(
  from: i32,
  to: i32,
  patterns: usize,
  table: usize,
  bias: usize,
  y: usize,
  rows: i32,
  places: i32,
  outputs: i32,
  activation: i32,
): void {
  const row = (outputs as usize) * FLOAT
  const step = ((rows + PADDING) as usize) << 2
  for (let r = from; r < to; ++r) {
    const own = patterns + ((r as usize) << 2)
    const target = y + (r as usize) * row
    let j = 0
    for (; j + 16 <= outputs; j += 16) {
      const at = (j as usize) * FLOAT
      addPatterns(4, own, step, places, table + at, row, bias + at, target + at, 4)
    }
    for (; j < outputs; j += 4) {
      const at = (j as usize) * FLOAT
      addPatterns(1, own, step, places, table + at, row, bias + at, target + at, outputs - j)
    }
  }
  if (activation == NONE) return
  const first = y + (from as usize) * row
  activate(0, (to - from) * outputs, activation, first, first)
}

/** dTable[count × outputs] = the sums of dy[rows × outputs] over the windows that show each pattern, for columns in [from, to). */
export function gatherByPattern(
  from: i32,
  to: i32,
  patterns: usize,
  dy: usize,
  dTable: usize,
  count: i32,
  rows: i32,
  places: i32,
  outputs: i32,
): void {
  const row = (outputs as usize) * FLOAT
  const columns = to - from
  dy += (from as usize) * FLOAT
  dTable += (from as usize) * FLOAT
  for (let i = 0; i < count; ++i) memory.fill(dTable + (i as usize) * row, 0, (columns as usize) * FLOAT)
  for (; places > 0; --places) {
    let source = dy
    for (let r = 0; r < rows; ++r) {
      addValues(source, dTable + (load<u32>(patterns) as usize) * row, columns)
      patterns += 4
      source += row
    }
    patterns += PADDING * 4
  }
}

/** The gradients of `patternTable`'s weights and convolved patterns, for places in [from, to). */
export function patternTableBackward(
  from: i32,
  to: i32,
  starts: usize,
  convolved: usize,
  weights: usize,
  dTable: usize,
  dConvolved: usize,
  dWeights: usize,
  filters: i32,
  outputs: i32,
): void {
  for (let place = from; place < to; ++place) {
    const start = load<u32>(starts + ((place as usize) << 2)) as usize
    const count = load<u32>(starts + ((place as usize) << 2), 4) as i32 - start as i32
    const part = start * (filters as usize) * FLOAT
    const own = ((place * filters) as usize) * (outputs as usize) * FLOAT
    const dy = dTable + start * (outputs as usize) * FLOAT
    linearBackwardWeights(0, filters, convolved + part, dy, dWeights + own, count, filters, outputs)
    linearBackwardInput(0, count, dy, weights + own, dConvolved + part, filters, outputs)
  }
}
