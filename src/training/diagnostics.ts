import type { LearningMetric } from './metrics.ts'
import type { Samples } from './samples.ts'

/** Means over a minibatch; see `metrics`. `valueLoss` is in logits². */
export type OutputDiagnostics = Readonly<Record<Exclude<LearningMetric, 'gradNorm'>, number>>

/** What the samples of a minibatch say of an update, beside the direction that they give. */
export class Diagnostics {
  readonly #ratioRange: number

  /** @param ratioRange the largest |ρ − 1| that `clipFraction` does not count. */
  constructor(ratioRange: number) {
    this.#ratioRange = ratioRange
  }

  /**
   * @param weights of each sample in means; they sum to 1.
   * @param tied whether a tied critic is trained, whose value error counts.
   */
  of(
    { rows, logRatios, deltaR, pushes, entropies, valueErrors }: Samples,
    weights: Float64Array,
    tied: boolean,
  ): OutputDiagnostics {
    const range = this.#ratioRange
    let surrogate = 0
    let entropy = 0
    let kl = 0
    let clipped = 0
    let meanAbsF = 0
    let squares = 0
    for (let row = 0; row < rows; row++) {
      const weight = weights[row]
      const ratio = Math.exp(logRatios[row])
      surrogate += weight * ratio * deltaR[row]
      entropy += weight * entropies[row]
      kl += weight * (ratio - 1 - logRatios[row])
      if (Math.abs(ratio - 1) > range) clipped += weight
      meanAbsF += weight * Math.abs(pushes[row])
      if (tied) squares += weight * valueErrors[row] * valueErrors[row]
    }
    return {
      policyLoss: -surrogate,
      valueLoss: 0.5 * squares,
      entropy,
      approxKl: kl,
      clipFraction: clipped,
      meanAbsF,
    }
  }
}
