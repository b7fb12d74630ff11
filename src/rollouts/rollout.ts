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

type Arrays = Pick<
  Rollout,
  | 'observations'
  | 'actions'
  | 'logProbs'
  | 'outputs'
  | 'rewards'
  | 'normalisedRewards'
  | 'values'
  | 'nextValues'
  | 'advantages'
  | 'terminated'
  | 'dones'
>

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
  /** What a critic of its own learns, reward units; undefined: the λ-returns Â + V. */
  valueTargets: Float32Array | undefined
  readonly terminated: Uint8Array
  /** Terminated or truncated. */
  readonly dones: Uint8Array
  /** Allowed actions [T × E × n], when the environments give masks. */
  masks: Uint8Array | undefined
  /** Share of each row in means over all of them, where these are not equal. */
  weights: Float64Array | undefined
  /** The rows that an update learns from, where these are not all. */
  chosen: Int32Array | undefined
  readonly finalObservations: FinalObservation[] = []

  private constructor(arrays: Arrays, steps: number, numEnvs: number) {
    const { observations } = arrays
    const size = observations.length / steps
    this.steps = steps
    this.numEnvs = numEnvs
    this.observations = observations
    this.observationsAt = Array.from({ length: steps }, (_, t) => observations.view(t * size, size))
    this.actions = arrays.actions
    this.logProbs = arrays.logProbs
    this.outputs = arrays.outputs
    this.rewards = arrays.rewards
    this.normalisedRewards = arrays.normalisedRewards
    this.values = arrays.values
    this.nextValues = arrays.nextValues
    this.advantages = arrays.advantages
    this.terminated = arrays.terminated
    this.dones = arrays.dones
  }

  /** A rollout of zeros. */
  static create(kernels: Kernels, policy: Policy, steps: number, numEnvs: number): Rollout {
    const rows = steps * numEnvs
    const numbers = () => new Float32Array(rows)
    const arrays: Arrays = {
      observations: kernels.tensor(rows * policy.observationSize),
      actions: new Float32Array(rows * policy.distribution.actionSize),
      logProbs: numbers(),
      outputs: numbers(),
      rewards: numbers(),
      normalisedRewards: numbers(),
      values: numbers(),
      nextValues: numbers(),
      advantages: numbers(),
      terminated: new Uint8Array(rows),
      dones: new Uint8Array(rows),
    }
    return new Rollout(arrays, steps, numEnvs)
  }

  /** Some of the steps as a rollout, in the same memory; masks, weights and final observations are its own. */
  part(from: number, steps: number): Rollout {
    const cut = <A extends Float32Array | Uint8Array>(array: A) => {
      const size = array.length / this.steps
      return array.subarray(from * size, (from + steps) * size) as A
    }
    const size = this.observations.length / this.steps
    const arrays: Arrays = {
      observations: this.observations.view(from * size, steps * size),
      actions: cut(this.actions),
      logProbs: cut(this.logProbs),
      outputs: cut(this.outputs),
      rewards: cut(this.rewards),
      normalisedRewards: cut(this.normalisedRewards),
      values: cut(this.values),
      nextValues: cut(this.nextValues),
      advantages: cut(this.advantages),
      terminated: cut(this.terminated),
      dones: cut(this.dones),
    }
    return new Rollout(arrays, steps, this.numEnvs)
  }

  get rows(): number {
    return this.steps * this.numEnvs
  }
}
