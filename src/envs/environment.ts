import type { Canvas, PictureSize } from './drawing/canvas.ts'
import type { Space } from './spaces.ts'

/** A number for a discrete action space, else one number per component. */
export type Action = number | ArrayLike<number>

/** What follows an action. */
export interface Step {
  /** The observation after the action, a new array; at the end of an episode its last one. */
  observation: Float32Array
  /** Of this step. */
  reward: number
  /** The task came to an end: nothing follows, the value after it is 0. */
  terminated: boolean
  /** The episode was cut off, as by a time limit: the value after it is that of `observation`. May be true together with `terminated`. */
  truncated: boolean
  /** Extra facts. `actionMask` says which actions are allowed next, as `Environment.actionMask` does, and goes before it. */
  info?: Record<string, unknown>
}

/** A snapshot that survives JSON. */
export interface EnvironmentState {
  /** The simulator's own state vector. */
  physics: number[]
  [rest: string]: unknown
}

/** A policy over a discrete action space, many observations at a time: [n × size] in row-major order to probabilities [n × actions]. */
export type BatchPolicy = (observations: Float32Array) => Float64Array | Float32Array

/** A task: reset it, then step it until `terminated` or `truncated`, then reset it again. */
export interface Environment {
  /** What it is called. */
  readonly id: string
  /** What an observation can be. */
  readonly observationSpace: Space
  /** What an action can be. */
  readonly actionSpace: Space
  /**
   * Starts an episode and gives its first observation. A seed (integer ≥ 0) also restarts the environment's randomness; without one
   * it goes on. Every built-in environment that was never seeded begins as with seed 0.
   */
  reset(seed?: number): Float32Array
  /** @throws Error on an invalid action, and when no episode runs. */
  step(action: Action): Step
  /**
   * Which actions are allowed now, after a reset or a step that did not terminate the episode: a Uint8Array with a 1 for each, heeded
   * by policies over discrete actions. All of them where it gives undefined.
   */
  actionMask?(): Uint8Array | undefined
  /** Another time limit in place of its own; every built-in environment that has one lets it be changed. */
  limitSteps?(maxSteps: number): void
  /** An exact snapshot; every built-in environment has it. */
  getState?(): EnvironmentState
  /** Goes on from a snapshot. With `physics` alone the rest stays as it is, except that the episode runs. */
  setState?(state: { physics: number[] } & Record<string, unknown>): void
  /**
   * What an episode of `policy` loses against the best policy in expected return discounted by γ, time limits aside, exact; for
   * environments whose optimum is known. Undefined where it can't be told.
   */
  regret?(policy: BatchPolicy, gamma: number): number | undefined
  /** Steps a second at which drawings of it look natural: as many as it simulates in a second, if it does. 30 where it is not given. */
  readonly frameRate?: number
  /**
   * Draws the present state over the canvas from (0, 0) to the size, with a background of its own. May be called at any time after
   * the first `reset` or `setState`; changes nothing in the environment, and draws the same from the same state.
   */
  draw?(canvas: Canvas, size: PictureSize): void
  /** Gives back what it holds outside of JavaScript, as MuJoCo's memory; it is not stepped any more. */
  close?(): void
}
