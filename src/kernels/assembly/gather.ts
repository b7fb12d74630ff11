// Row gathering: a shuffled minibatch out of a rollout buffer.

import { FLOAT, storeLanes, VECTOR } from './lanes'

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
    let from = source + (index as usize) * row
    let to = destination
    let j = columns
    for (; j >= 4; j -= 4) {
      v128.store(to, v128.load(from))
      from += VECTOR
      to += VECTOR
    }
    if (j > 0) storeLanes(to, v128.load(from), j)
    destination += row
  }
  return -1
}
