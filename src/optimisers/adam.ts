import { adam, type Kernels, type Tensor } from '../kernels/index.ts'
import type { Optimiser } from './optimiser.ts'

export interface AdamSettings {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

/** Adam (Kingma & Ba 2015), with epsilon outside the root of the corrected second moment, as in PyTorch. */
export class Adam implements Optimiser {
  readonly state: Readonly<Record<'m' | 'v', Tensor>>
  steps = 0
  readonly #kernels: Kernels
  readonly #settings: AdamSettings

  constructor(kernels: Kernels, length: number, settings: AdamSettings) {
    this.#kernels = kernels
    this.#settings = settings
    this.state = { m: kernels.tensor(length), v: kernels.tensor(length) }
  }

  step(parameters: Tensor, gradients: Tensor, learningRate: number, gradientScale: number): void {
    this.steps++
    const { beta1, beta2, epsilon } = this.#settings
    adam(this.#kernels, parameters, gradients, this.state.m, this.state.v, parameters.length, {
      learningRate,
      beta1,
      beta2,
      epsilon,
      step: this.steps,
      gradientScale,
    })
  }
}
