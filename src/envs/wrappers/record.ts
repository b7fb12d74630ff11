import type { Action, Environment, Step } from '../environment.ts'
import { Wrapper } from './wrapper.ts'

/** One recorded episode: T steps, and the T + 1 observations around them. */
export interface Recording {
  /** Before each step, and after the last; T + 1. */
  readonly observations: readonly Float32Array[]
  /** T. */
  readonly actions: readonly Action[]
  /** T. */
  readonly rewards: readonly number[]
  /** Whether the task came to an end. */
  readonly terminated: boolean
  /** Whether it was cut off. */
  readonly truncated: boolean
}

/**
 * Records whole episodes, and hands each to `onEpisode` when it ends. An episode that `reset` breaks off is handed over
 * with `terminated` and `truncated` false.
 */
export const record = (env: Environment, onEpisode: (recording: Recording) => void): Environment =>
  new Recorder(env, onEpisode)

class Recorder extends Wrapper {
  readonly #onEpisode: (recording: Recording) => void
  #observations: Float32Array[] = []
  #actions: Action[] = []
  #rewards: number[] = []

  constructor(env: Environment, onEpisode: (recording: Recording) => void) {
    super(env)
    this.#onEpisode = onEpisode
  }

  override reset(seed?: number): Float32Array {
    if (this.#rewards.length > 0) this.#finish(false, false)
    const observation = this.inner.reset(seed)
    this.#observations = [observation.slice()]
    return observation
  }

  override step(action: Action): Step {
    const step = this.inner.step(action)
    this.#actions.push(typeof action === 'number' ? action : Float32Array.from(action))
    this.#rewards.push(step.reward)
    this.#observations.push(step.observation.slice())
    if (step.terminated || step.truncated) this.#finish(step.terminated, step.truncated)
    return step
  }

  #finish(terminated: boolean, truncated: boolean): void {
    const recording = { observations: this.#observations, actions: this.#actions, rewards: this.#rewards }
    this.#observations = []
    this.#actions = []
    this.#rewards = []
    this.#onEpisode({ ...recording, terminated, truncated })
  }
}
