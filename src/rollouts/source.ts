import type { Rollout } from './rollout.ts'

/** Where a rollout comes from: `fresh` from the policy that learns, or a `log` of the uniform policy. */
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
}

/** Where the experience that a run learns from comes from. For each update `collect`, then `computeAdvantages`. */
export interface Source {
  /** One object for ever, which `collect` and `computeAdvantages` fill. */
  readonly rollout: Rollout
  /** Collects what serves all updates, if anything does; environments are at the start of their episodes. */
  begin(onEpisode: (episode: Episode) => void): void
  /** Makes the rollout the one of the next update. */
  collect(onEpisode: (episode: Episode) => void): void
  /** Values and advantages of the rollout's rows, by the critic as it is now. */
  computeAdvantages(lambda: number): void
  getState(): SourceState
  /** @param restarted environments whose episode begins anew. */
  setState(state: SourceState, restarted: readonly number[]): void
}
