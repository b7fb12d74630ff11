import type { Kernels } from '../kernels.ts'
import type { Tensor } from '../tensor.ts'

/** y = (x − mean)·inverseStd·gain + bias over each row; mean and inverseStd [rows] are kept for the way back. */
export function layerNorm(
  kernels: Kernels,
  x: Tensor,
  gain: Tensor,
  bias: Tensor,
  y: Tensor,
  mean: Tensor,
  inverseStd: Tensor,
  rows: number,
  columns: number,
  epsilon: number,
): void {
  kernels.run(
    'layerNorm',
    rows,
    4 * rows * columns,
    kernels.address('x', x, rows * columns),
    kernels.address('gain', gain, columns),
    kernels.address('bias', bias, columns),
    kernels.address('y', y, rows * columns),
    kernels.address('mean', mean, rows),
    kernels.address('inverseStd', inverseStd, rows),
    columns,
    epsilon,
  )
}

/** Gradients of `layerNorm`; dGain and dBias [columns] are overwritten, dx may be dy. */
export function layerNormBackward(
  kernels: Kernels,
  x: Tensor,
  gain: Tensor,
  mean: Tensor,
  inverseStd: Tensor,
  dy: Tensor,
  dx: Tensor,
  dGain: Tensor,
  dBias: Tensor,
  rows: number,
  columns: number,
): void {
  kernels.exports.layerNormBackward(
    kernels.address('x', x, rows * columns),
    kernels.address('gain', gain, columns),
    kernels.address('mean', mean, rows),
    kernels.address('inverseStd', inverseStd, rows),
    kernels.address('dy', dy, rows * columns),
    kernels.address('dx', dx, rows * columns),
    kernels.address('dGain', dGain, columns),
    kernels.address('dBias', dBias, columns),
    rows,
    columns,
  )
}
