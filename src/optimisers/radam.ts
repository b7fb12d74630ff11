import { adam, integerPower, type Kernels, sgd, type Tensor } from '../kernels/index.ts'
import type { AdamSettings } from './adam.ts'
import type { Optimiser } from './optimiser.ts'

/** ρ from which the second moment is trusted: PyTorch's and optax's, where the paper has 4. */
const TRUSTED = 5

/**
 * Rectified Adam (Liu et al. 2020, algorithm 2), with l = ρ∞ = 2/(1 − β₂) − 1 and ρ = l − 2tβ₂ᵗ/(1 − β₂ᵗ): Adam's step times
 * √((ρ − 4)(ρ − 2)l / ((l − 4)(l − 2)ρ)), and while ρ is at most 5, a step along the corrected first moment alone.
 */
export class Radam implements Optimiser {
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
    const { m, v } = this.state
    const { length } = parameters
    const factor = rectification(this.#settings.beta2, this.steps)
    adam(this.#kernels, parameters, gradients, m, v, length, {
      ...this.#settings,
      learningRate: learningRate * (factor ?? 0),
      step: this.steps,
      gradientScale,
    })
    if (factor !== undefined) return
    const corrected = learningRate / (1 - integerPower(this.#settings.beta1, this.steps))
    // A velocity that stays as it is: parameters − corrected·m.
    sgd(this.#kernels, parameters, gradients, m, length, {
      learningRate: corrected,
      momentum: 1,
      gradientScale: 0,
    })
  }
}

/** What Adam's step is multiplied by; undefined while the second moment varies too much for it. */
function rectification(beta2: number, step: number): number | undefined {
  const longest = 2 / (1 - beta2) - 1
  const decay = integerPower(beta2, step)
  const rho = longest - (2 * step * decay) / (1 - decay)
  if (rho <= TRUSTED) return undefined
  return Math.sqrt(((rho - 4) * (rho - 2) * longest) / ((longest - 4) * (longest - 2) * rho))
}
