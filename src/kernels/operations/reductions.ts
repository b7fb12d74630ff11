import type { Kernels } from '../kernels.ts'
import type { Tensor } from '../tensor.ts'

/** sum += x */
export function add(kernels: Kernels, x: Tensor, sum: Tensor, length: number): void {
  kernels.run('add', length, length, kernels.address('x', x, length), kernels.address('sum', sum, length))
}

/** out[columns] = sums over the rows of x[rows×columns]: a bias gradient. */
export function columnSums(kernels: Kernels, x: Tensor, out: Tensor, rows: number, columns: number): void {
  kernels.run(
    'columnSums',
    columns,
    rows * columns,
    kernels.address('x', x, rows * columns),
    kernels.address('out', out, columns),
    rows,
    columns,
  )
}

/** Σ x², summed in float64; its root is the global norm. */
export function sumSquares(kernels: Kernels, x: Tensor, length: number): number {
  return kernels.exports.sumSquares(kernels.address('x', x, length), length)
}
