import type { Distribution } from '../distributions/index.ts'
import { diverged } from '../policies/index.ts'
import {
  deltaO as deltaOOf,
  deltaR as deltaROf,
  logNormaliser,
  type Sample,
  type ScaleFunction,
  type Update,
  valueError,
} from '../updates/index.ts'
import type { Minibatch } from './minibatch.ts'

/**
 * What an update makes of the samples of a minibatch, as columns. Each is filled by a loop of its own, which the engine
 * compiles as a whole: a call in a loop that is too long for that costs more than f itself.
 */
export class Samples {
  /** Rows that were read last; columns are as long as the largest minibatch. */
  rows = 0
  /** log π(a|s), nats, and o(s,a), logits, as they are now. */
  readonly logProbs: Float64Array
  readonly outputs: Float64Array
  /** Of π(·|s), nats. */
  readonly entropies: Float64Array
  /** log ρ = log π(a|s) − log μ(a|s), nats. */
  readonly logRatios: Float64Array
  /** Δo, Δr and f(Δo, Δr), logits. */
  readonly deltaO: Float64Array
  readonly deltaR: Float64Array
  readonly pushes: Float64Array
  /** r̂/τ − F(s), logits, where the critic is tied to the outputs, else 0. */
  readonly valueErrors: Float64Array

  /** @param most rows. */
  constructor(most: number) {
    const column = () => new Float64Array(most)
    this.logProbs = column()
    this.outputs = column()
    this.entropies = column()
    this.logRatios = column()
    this.deltaO = column()
    this.deltaR = column()
    this.pushes = column()
    this.valueErrors = column()
  }

  /** Reads a minibatch whose outputs `distribution` has, with advantages on the scale that is a setting. */
  read(distribution: Distribution, update: Update, minibatch: Minibatch, advantages: Float64Array): void {
    this.rows = minibatch.rows
    distribution.readActions(this.rows, minibatch.actions.data, this)
    const logZ = logNormaliser(update, advantages, minibatch.weights)
    const { rows, logProbs, outputs, logRatios, deltaO, deltaR, valueErrors } = this
    const tied = update.reference === 'output'
    for (let row = 0; row < rows; row++) {
      const logProb = logProbs[row]
      if (!Number.isFinite(logProb)) throw diverged("the policy network's outputs are not finite")
      const sample: Sample = {
        logProb,
        output: outputs[row],
        behaviourLogProb: minibatch.logProbs[row],
        behaviourOutput: minibatch.outputs[row],
        advantage: advantages[row],
        lambdaReturn: minibatch.lambdaReturns[row],
      }
      logRatios[row] = logProb - sample.behaviourLogProb
      deltaO[row] = deltaOOf(update, sample)
      deltaR[row] = deltaROf(update, sample, logZ)
      if (tied) valueErrors[row] = valueError(update, sample)
    }
  }

  /** The push of every sample. */
  push(f: ScaleFunction): void {
    const { rows, deltaO, deltaR, pushes } = this
    for (let row = 0; row < rows; row++) pushes[row] = f(deltaO[row], deltaR[row])
  }
}
