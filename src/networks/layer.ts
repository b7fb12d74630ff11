import type { Tensor } from '../kernels/index.ts'
import type { Pcg64 } from '../random/index.ts'

/**
 * A differentiable map from rows to rows. `forward` keeps what `backward` needs, by reference: the input must
 * be left alone in between.
 */
export interface Layer {
  readonly inputs: number
  readonly outputs: number
  /** Draws the parameters anew. */
  initialise(random: Pcg64): void
  /** x [rows × inputs] → [rows × outputs], in the layer's own memory. */
  forward(x: Tensor, rows: number): Tensor
  /**
   * Pulls dy [rows × outputs] back: writes the gradients of the layer's parameters, and returns dx
   * [rows × inputs] in the layer's own memory when `wantInput`. May overwrite dy.
   */
  backward(dy: Tensor, rows: number, wantInput: true): Tensor
  backward(dy: Tensor, rows: number, wantInput: boolean): Tensor | undefined
}
