import { type Kernels, sgd, type Tensor } from '../kernels/index.ts'
import type { Optimiser } from './optimiser.ts'

/** Stochastic gradient descent with heavy-ball momentum: v ← momentum·v + g, p ← p − rate·v. */
export class Sgd implements Optimiser {
  readonly state: Readonly<Record<'velocity', Tensor>>
  steps = 0
  readonly #kernels: Kernels
  readonly #momentum: number

  constructor(kernels: Kernels, length: number, momentum: number) {
    this.#kernels = kernels
    this.#momentum = momentum
    this.state = { velocity: kernels.tensor(length) }
  }

  step(parameters: Tensor, gradients: Tensor, learningRate: number, gradientScale: number): void {
    this.steps++
    sgd(this.#kernels, parameters, gradients, this.state.velocity, parameters.length, {
      learningRate,
      momentum: this.#momentum,
      gradientScale,
    })
  }
}
