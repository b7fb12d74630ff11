import type { LearningMetric } from './metrics.ts'

/** Means over a minibatch; see `metrics`. `valueLoss` is in logits². */
export type OutputDiagnostics = Readonly<Record<Exclude<LearningMetric, 'gradNorm'>, number>>

/** What the rows of a minibatch say of an update, beside the direction that they give. */
export class Diagnostics {
  readonly #ratioRange: number
  #surrogate = 0
  #entropy = 0
  #kl = 0
  #clipped = 0
  #pushes = 0
  #squares = 0

  /** @param ratioRange the largest |ρ − 1| that `clipFraction` does not count. */
  constructor(ratioRange: number) {
    this.#ratioRange = ratioRange
  }

  /** Begins a minibatch. */
  start(): void {
    this.#surrogate = this.#entropy = this.#kl = this.#clipped = this.#pushes = this.#squares = 0
  }

  /**
   * Takes in a row.
   *
   * @param weight of the row in means; those of a minibatch sum to 1.
   * @param logRatio log ρ = log π(a|s) − log μ(a|s), nats.
   * @param deltaR, push Δr and f(Δo, Δr), logits.
   * @param entropy of π(·|s), nats.
   * @param valueError r̂/τ − F(s) of a tied critic that is trained, logits; else 0.
   */
  add(
    weight: number,
    logRatio: number,
    deltaR: number,
    push: number,
    entropy: number,
    valueError: number,
  ): void {
    const ratio = Math.exp(logRatio)
    this.#surrogate += weight * ratio * deltaR
    this.#entropy += weight * entropy
    this.#kl += weight * (ratio - 1 - logRatio)
    if (Math.abs(ratio - 1) > this.#ratioRange) this.#clipped += weight
    this.#pushes += weight * Math.abs(push)
    this.#squares += weight * valueError * valueError
  }

  /** Of the rows since `start`. */
  means(): OutputDiagnostics {
    return {
      policyLoss: -this.#surrogate,
      valueLoss: 0.5 * this.#squares,
      entropy: this.#entropy,
      approxKl: this.#kl,
      clipFraction: this.#clipped,
      meanAbsF: this.#pushes,
    }
  }
}
