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

/** Choices that were made by softmax: in each row one of `columns` in each of `blocks`. */
export interface Choices {
  /** What `logSoftmax` gave of every block [rows × blocks × columns], and the blocks' entropies [rows × blocks]. */
  readonly logs: Tensor
  readonly entropies: Tensor
  /** The columns that were chosen [rows × blocks]. */
  readonly actions: Tensor
  readonly rows: number
  readonly blocks: number
  readonly columns: number
}

/**
 * dx[rows × blocks × columns] = form·(e_a − κ·p) + entropy·∇H + logPartition·∇F on the logits of every block: e_a is 1 at
 * its action, p its probabilities, H its entropy, F the logarithm of Σ exp. The weights [rows] are of each row.
 */
export function choiceGradient(
  kernels: Kernels,
  { logs, entropies, actions, rows, blocks, columns }: Choices,
  weights: { readonly form: Tensor; readonly entropy: Tensor; readonly logPartition: Tensor },
  kappa: number,
  dx: Tensor,
): void {
  const all = rows * blocks
  kernels.exports.choiceGradient(
    kernels.address('logs', logs, all * columns),
    kernels.address('entropies', entropies, all),
    kernels.address('actions', actions, all),
    kernels.address('weights.form', weights.form, rows),
    kernels.address('weights.entropy', weights.entropy, rows),
    kernels.address('weights.logPartition', weights.logPartition, rows),
    kappa,
    kernels.address('dx', dx, all * columns),
    rows,
    blocks,
    columns,
  )
}
