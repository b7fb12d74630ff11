import type { Kernels } from '../kernels.ts'
import type { IndexTensor, Tensor } from '../tensor.ts'

/** destination[i] = source[indices[i]] for `rows` rows of `columns` values. */
export function gatherRows(
  kernels: Kernels,
  source: Tensor,
  indices: IndexTensor,
  destination: Tensor,
  rows: number,
  columns: number,
): void {
  const sourceRows = Math.floor(source.length / columns)
  const wrong = kernels.exports.gatherRows(
    kernels.address('source', source, columns),
    sourceRows,
    kernels.address('indices', indices, rows),
    kernels.address('destination', destination, rows * columns),
    rows,
    columns,
  )
  if (wrong >= 0) {
    throw new RangeError(`indices[${wrong}] is ${indices.data[wrong]}, source has ${sourceRows} rows`)
  }
}
