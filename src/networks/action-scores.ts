import { type Kernels, linear, linearBackwardInput, type Tensor } from '../kernels/index.ts'

/**
 * Outputs that know features of their own, o(a) = g(a) + Σ h_j·φ_j(a): what a head says of each action, and of each feature that
 * actions share. Has no parameters.
 */
export class ActionScores {
  /** Numbers of the head: features, then actions. */
  readonly inputs: number
  /** [inputs × actions]: φ transposed, and below it the identity. */
  readonly weights: Tensor
  readonly #kernels: Kernels
  readonly #actions: number
  readonly #y: Tensor
  readonly #dx: Tensor

  /** @param features [actions × features] */
  constructor(kernels: Kernels, features: readonly (readonly number[])[], maxRows: number) {
    const actions = features.length
    const shared = features[0].length
    this.inputs = ActionScores.inputsOf(features)
    this.#kernels = kernels
    this.#actions = actions
    this.weights = kernels.tensor(this.inputs * actions)
    for (const [a, own] of features.entries()) {
      for (const [j, feature] of own.entries()) this.weights.data[j * actions + a] = feature
      this.weights.data[(shared + a) * actions + a] = 1
    }
    this.#y = kernels.tensor(maxRows * actions)
    this.#dx = kernels.tensor(maxRows * this.inputs)
  }

  static inputsOf = (features: readonly (readonly number[])[]): number => features[0].length + features.length

  forward(x: Tensor, rows: number): Tensor {
    linear(this.#kernels, x, this.weights, null, this.#y, rows, this.inputs, this.#actions, 'none')
    return this.#y
  }

  backward(dy: Tensor, rows: number): Tensor {
    linearBackwardInput(this.#kernels, dy, this.weights, this.#dx, rows, this.inputs, this.#actions)
    return this.#dx
  }
}
