import { type Activation, activate, activationBackward, type Kernels, type Tensor } from '../kernels/index.ts'
import { LayerNorm } from './layer-norm.ts'
import type { Parameters } from './parameters.ts'

/** Layer norm and an activation on it, of sums [rows × size] that a map below writes to `x`. */
export class NormedActivation {
  readonly #kernels: Kernels
  readonly #activation: Activation
  readonly #norm: LayerNorm
  readonly #pre: Tensor
  readonly #size: number

  constructor(
    kernels: Kernels,
    parameters: Parameters,
    { name, activation }: { readonly name: string; readonly activation: Activation },
    size: number,
    maxRows: number,
  ) {
    this.#kernels = kernels
    this.#activation = activation
    this.#norm = new LayerNorm(kernels, parameters, name, size, maxRows)
    this.#pre = kernels.tensor(maxRows * size)
    this.#size = size
  }

  get x(): Tensor {
    return this.#norm.x
  }

  forward(y: Tensor, rows: number): void {
    const kind = this.#activation
    this.#norm.forward(kind === 'none' ? y : this.#pre, rows)
    if (kind !== 'none') activate(this.#kernels, kind, this.#pre, y, rows * this.#size)
  }

  /** In place: dy, the gradient of y, becomes that of `x`. */
  backward(y: Tensor, dy: Tensor, rows: number): void {
    if (this.#activation !== 'none')
      activationBackward(this.#kernels, this.#activation, this.#pre, y, dy, dy, rows * this.#size)
    this.#norm.backward(dy, rows)
  }
}
