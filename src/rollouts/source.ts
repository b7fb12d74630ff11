import type { Pcg64State } from '../random/index.ts'
import type { Rollout } from './rollout.ts'

/** Where a rollout comes from: `fresh` for each update, or a `log`, collected once. */
export type Data = 'fresh' | 'log'

/** An episode that has ended: undiscounted return in raw reward units, length in steps. */
export interface Episode {
  readonly return: number
  readonly length: number
}

/** Of each environment's episode so far; empty where nothing is on its way between two updates. */
export interface SourceState {
  readonly returns: readonly number[]
  readonly lengths: readonly number[]
  readonly discountedReturns: readonly number[]
  readonly replay?: ReplayState
  /** Rows of logged decisions that were handed out, in a run that learns from such. */
  readonly position?: number
}

/** Of kept rollouts, beside their arrays. */
export interface ReplayState {
  /** Rollouts collected since the run began. */
  readonly collected: number
  readonly random: Pcg64State
  /** Of each kept rollout, the rows where episodes were truncated. */
  readonly truncated: readonly (readonly number[])[]
}

/** The arrays of a checkpoint that a source is restored from, by name; an Error where one of another length is there, or none. */
export type TakeArray = (name: string, length: number) => Float32Array

/** The numbers of behaviour policies, as they are at a step. */
export interface BehaviourNumbers {
  /** Share of its actions that `epsilon-greedy` draws from all that are allowed, in [0, 1]. */
  readonly epsilon: number
  /** What `softmax` divides the outputs by, > 0. */
  readonly temperature: number
}

/** The numbers among the settings that a source goes by, as they are in this update. */
export interface SourceNumbers {
  /** Discount γ. */
  readonly gamma: number
  /** λ of GAE and of the λ-returns. */
  readonly gaeLambda: number
  readonly behaviour: BehaviourNumbers
  readonly replay: {
    /** Largest ratio π/μ in the traces of kept rollouts. */
    readonly cap: number
  }
}

/** Where the experience that a run learns from comes from. For each update `collect`, then `computeAdvantages`. */
export interface Source {
  /** One object for ever, which `collect` and `computeAdvantages` fill. */
  readonly rollout: Rollout
  /** Collects what serves all updates, if anything does; environments are at the start of their episodes. */
  begin(numbers: SourceNumbers, onEpisode: (episode: Episode) => void): void
  /** Makes the rollout the one of the next update. */
  collect(numbers: SourceNumbers, onEpisode: (episode: Episode) => void): void
  /** Values and advantages of the rollout's rows, by the critic as it is now. */
  computeAdvantages(numbers: SourceNumbers): void
  /** Of logged decisions: what one is worth by the policy as it was before it learns from these, reward; an estimate. */
  readonly policyValue?: number | undefined
  getState(): SourceState
  /** Those of a checkpoint, beside the state. */
  arrays(): Readonly<Record<string, Float32Array>>
  /** @param restarted environments whose episode begins anew. */
  setState(state: SourceState, restarted: readonly number[], take: TakeArray): void
}
