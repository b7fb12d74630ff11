/** Where the samples of the latest rollout lie on the surface f(Δo, Δr). */
import { formulaScale } from '../../../src/formulas/index.ts'
import type { Tensor } from '../../../src/kernels/index.ts'
import type { Session } from '../../../src/training/index.ts'
import { onScale } from '../../../src/training/index.ts'
import { deltaO, deltaR, logNormaliser, scaleOf } from '../../../src/updates/index.ts'

/** Δo, Δr and f(Δo, Δr) of each sample, logits. */
export interface Samples {
  readonly deltaO: Float32Array
  readonly deltaR: Float32Array
  readonly push: Float32Array
}

/** Most samples that a picture shows: more would hide each other. */
const MAX_ROWS = 256

/** Reads samples off sessions between their updates, and changes nothing in them. */
export class Sampler {
  readonly #session: Session
  readonly #observations: Tensor
  readonly #rows: number

  constructor(session: Session) {
    const { kernels, policy, source, config } = session
    this.#session = session
    this.#rows = Math.min(MAX_ROWS, Math.ceil(source.rollout.rows / config.minibatches))
    this.#observations = kernels.tensor(this.#rows * policy.observationSize)
  }

  /** As a minibatch of the rollout, evenly picked, would be pushed from where the policy now is. */
  samples(): Samples {
    const { policy, source, settings } = this.#session
    const { rollout } = source
    const { update } = settings
    const rows = this.#rows
    const picked = Int32Array.from({ length: rows }, (_, row) => Math.floor((row * rollout.rows) / rows))
    this.#read(picked)
    const weights = new Float64Array(rows).fill(1 / rows)
    const raw = Float64Array.from(picked, (i) => rollout.advantages[i])
    const advantages = onScale(settings.normaliseAdvantages, raw, weights, true, new Float64Array(rows))
    const logZ = logNormaliser(update, advantages, weights)
    const f = scaleOf(update, formulaScale(update))
    const samples = {
      deltaO: new Float32Array(rows),
      deltaR: new Float32Array(rows),
      push: new Float32Array(rows),
    }
    picked.forEach((i, row) => {
      const offset = i * policy.distribution.actionSize
      const sample = {
        logProb: policy.distribution.logProb(row, rollout.actions, offset),
        behaviourLogProb: rollout.logProbs[i],
        output: policy.distribution.output(row, rollout.actions, offset),
        behaviourOutput: rollout.outputs[i],
        advantage: advantages[row],
        lambdaReturn: rollout.advantages[i] + rollout.values[i],
      }
      samples.deltaO[row] = deltaO(update, sample)
      samples.deltaR[row] = deltaR(update, sample, logZ)
      samples.push[row] = f(samples.deltaO[row], samples.deltaR[row])
    })
    return samples
  }

  #read(picked: Int32Array): void {
    const { policy, source } = this.#session
    const { observations, masks } = source.rollout
    const { observationSize: size, distribution } = policy
    picked.forEach((i, row) => {
      this.#observations.data.set(observations.data.subarray(i * size, (i + 1) * size), row * size)
    })
    const { outputs } = distribution
    const allowed = masks && new Uint8Array(picked.length * outputs)
    if (masks)
      picked.forEach((i, row) => {
        allowed?.set(masks.subarray(i * outputs, (i + 1) * outputs), row * outputs)
      })
    policy.forward(this.#observations, picked.length, allowed)
  }
}
