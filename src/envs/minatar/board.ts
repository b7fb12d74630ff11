/** Rows and columns of the board; row 0 is the top, column 0 the left. A row of yes or no is a number with bit c for column c. */
export const SIZE = 10
/** The bottom row and the rightmost column. */
export const LAST = SIZE - 1
/** A row with every column in it. */
export const FULL_ROW = 2 ** SIZE - 1

/** Sets a channel of one cell of an observation [10 × 10 × channels], if the cell is on the board. */
export function mark(
  observation: Float32Array,
  channels: number,
  row: number,
  column: number,
  channel: number,
): void {
  if (column >= 0 && column < SIZE) observation[(row * SIZE + column) * channels + channel] = 1
}

/** Sets a channel of every cell of the row whose bit is set. */
export function markRow(
  observation: Float32Array,
  channels: number,
  row: number,
  columns: number,
  channel: number,
): void {
  for (let rest = columns; rest !== 0; rest &= rest - 1)
    mark(observation, channels, row, 31 - Math.clz32(rest & -rest), channel)
}

/** How many columns a row has. */
export function countColumns(columns: number): number {
  let count = 0
  for (let rest = columns; rest !== 0; rest &= rest - 1) count++
  return count
}

/** `value` + `change`, held within `least` … `greatest`. */
export function moveWithin(value: number, change: number, least: number, greatest: number): number {
  return Math.min(Math.max(value + change, least), greatest)
}

/** Ten rows with nothing in them. */
export function emptyBoard(): number[] {
  return new Array<number>(SIZE).fill(0)
}

/** Moves every row one up; the top row is lost. */
export function shiftUp(rows: number[]): void {
  for (let row = 0; row < LAST; row++) rows[row] = rows[row + 1]
  rows[LAST] = 0
}

/** Moves every row one down; the bottom row is lost, `top` comes in. */
export function shiftDown(rows: number[], top = 0): void {
  for (let row = LAST; row > 0; row--) rows[row] = rows[row - 1]
  rows[0] = top
}
