// Row gathering: a shuffled minibatch out of a rollout buffer.

import { copyValues, FLOAT } from './lanes'

/** destination[i] = source[indices[i]], row by row. Returns −1, or the first i whose index is no row of the source. */
export function gatherRows(
  source: usize,
  sourceRows: i32,
  indices: usize,
  destination: usize,
  rows: i32,
  columns: i32,
): i32 {
  const row: usize = (columns as usize) * FLOAT
  for (let i = 0; i < rows; ++i) {
    const index = load<i32>(indices + ((i as usize) << 2))
    if ((index as u32) >= (sourceRows as u32)) return i
    copyValues(source + (index as usize) * row, destination, columns)
    destination += row
  }
  return -1
}
