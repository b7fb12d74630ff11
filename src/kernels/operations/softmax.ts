import type { Kernels } from '../kernels.ts'
import type { Tensor } from '../tensor.ts'

/** y = log softmax of each row of x[rows×columns], and the rows' entropies [rows] in nats; y may be x. */
export function logSoftmax(
  kernels: Kernels,
  x: Tensor,
  y: Tensor,
  entropies: Tensor,
  rows: number,
  columns: number,
): void {
  kernels.exports.logSoftmax(
    kernels.address('x', x, rows * columns),
    kernels.address('y', y, rows * columns),
    kernels.address('entropies', entropies, rows),
    rows,
    columns,
  )
}

/**
 * dx[rows×columns] = the gradient, on the logits, of along·F + entropyPush·H, from what `logSoftmax` gave. F is the
 * logarithm of Σ exp, H the entropy; along and entropyPushes [rows] have a number for each row.
 */
export function softmaxGradient(
  kernels: Kernels,
  logs: Tensor,
  entropies: Tensor,
  along: Tensor,
  entropyPushes: Tensor,
  dx: Tensor,
  rows: number,
  columns: number,
): void {
  kernels.exports.softmaxGradient(
    kernels.address('logs', logs, rows * columns),
    kernels.address('entropies', entropies, rows),
    kernels.address('along', along, rows),
    kernels.address('entropyPushes', entropyPushes, rows),
    kernels.address('dx', dx, rows * columns),
    rows,
    columns,
  )
}
