import type { Kernels, Tensor } from '../kernels/index.ts'
import type { Policy } from '../policies/index.ts'

/** Where a truncated episode ended. */
export interface FinalObservation {
  /** The row that led there. */
  readonly row: number
  /** Raw. */
  readonly observation: Float32Array
  /** Allowed actions [n] there, when the environments give masks. */
  readonly mask: Uint8Array | undefined
}

/**
 * T steps of E environments as a structure of arrays, all [T × E × …], time first. Every row is a real step: resets
 * leave none.
 */
export class Rollout {
  readonly steps: number
  readonly numEnvs: number
  /** Normalised as the policy saw them. */
  readonly observations: Tensor
  /** The rows of `observations` of each time step. */
  readonly observationsAt: readonly Tensor[]
  readonly actions: Float32Array
  /** log μ(a|s), nats. */
  readonly logProbs: Float32Array
  /** o_μ(s,a), logits. */
  readonly outputs: Float32Array
  /** As the environments gave them. */
  readonly rewards: Float32Array
  /** As the critic learns them: divided by the deviation of returns, if the policy does that. */
  readonly normalisedRewards: Float32Array
  readonly values: Float32Array
  /** See `generalisedAdvantages`. */
  readonly nextValues: Float32Array
  readonly advantages: Float32Array
  readonly terminated: Uint8Array
  /** Terminated or truncated. */
  readonly dones: Uint8Array
  /** Allowed actions [T × E × n], when the environments give masks. */
  masks: Uint8Array | undefined
  /** Share of each row in means over all of them, where these are not equal. */
  weights: Float64Array | undefined
  readonly finalObservations: FinalObservation[] = []

  constructor(kernels: Kernels, policy: Policy, steps: number, numEnvs: number) {
    const rows = steps * numEnvs
    const size = policy.observationSize
    this.steps = steps
    this.numEnvs = numEnvs
    this.observations = kernels.tensor(rows * size)
    this.observationsAt = Array.from({ length: steps }, (_, t) =>
      this.observations.view(t * numEnvs * size, numEnvs * size),
    )
    this.actions = new Float32Array(rows * policy.distribution.actionSize)
    this.logProbs = new Float32Array(rows)
    this.outputs = new Float32Array(rows)
    this.rewards = new Float32Array(rows)
    this.normalisedRewards = new Float32Array(rows)
    this.values = new Float32Array(rows)
    this.nextValues = new Float32Array(rows)
    this.advantages = new Float32Array(rows)
    this.terminated = new Uint8Array(rows)
    this.dones = new Uint8Array(rows)
  }

  get rows(): number {
    return this.steps * this.numEnvs
  }
}
