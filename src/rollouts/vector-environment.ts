import type { Decisions } from '../decisions/index.ts'
import type { BatchPolicy, EnvironmentState, Space, TabularMdp } from '../envs/index.ts'
import type { Trajectories } from '../trajectories/index.ts'

/**
 * E environments of one kind, stepped side by side. One that ends is reset at once: the step still reports its final
 * observation, and `observations` holds the first of the next episode. All arrays are the same for ever, and
 * overwritten by each step.
 */
export interface VectorEnvironment {
  readonly id: string
  readonly numEnvs: number
  readonly observationSpace: Space
  readonly actionSpace: Space
  /** Current observations [E × size], raw. */
  readonly observations: Float32Array
  /** Rewards [E] of the last step, raw. */
  readonly rewards: Float64Array
  /** 1 where the last step terminated or truncated an episode [E]. */
  readonly terminated: Uint8Array
  readonly truncated: Uint8Array
  /** Final observations [E × size], raw, of the episodes that the last step ended; the rest is stale. */
  readonly finalObservations: Float32Array
  /** Allowed actions [E × n] of the current observations, once any environment has given a mask. */
  readonly masks: Uint8Array | undefined
  /** Allowed actions [E × n] in `finalObservations`, of episodes that were truncated; there as soon as `masks` is. */
  readonly finalMasks: Uint8Array | undefined
  /** Starts an episode in every environment. */
  reset(seeds: readonly number[]): void
  /**
   * Takes one step in every environment: actions [E × numbers an action takes], in bounds.
   *
   * @throws Error that names the environment, and what it threw or answered wrongly.
   */
  step(actions: Float32Array): void
  getState(): VectorState
  /**
   * Goes on from a snapshot. Environments that can't be restored begin a new episode from their seed; which ones is
   * returned.
   */
  setState(state: VectorState, seeds: readonly number[]): number[]
  /** See `Environment`. */
  regret?(policy: BatchPolicy, gamma: number): number | undefined
  /** The tables of a tabular environment. */
  readonly mdp?: TabularMdp
  /** The rows of a log, which stand here in the place of environments. */
  readonly decisions?: Decisions
  /** Recorded episodes that are learnt from in place of steps. */
  readonly trajectories?: Trajectories
  close(): void
}

/** Everything that a vector of environments needs to go on exactly where it was, as JSON. */
export interface VectorState {
  /** Of each environment; null where it has no snapshots. */
  readonly environments: readonly (EnvironmentState | null)[]
  readonly observations: readonly number[]
  readonly masks: readonly number[] | null
}
