import type { Action, Environment, Step } from '../environment.ts'
import { invalidState, shown } from '../invalid.ts'
import { Wrapper } from './wrapper.ts'

/** What an episode came to, in `info.episode` of its last step: undiscounted return, length in steps. */
export interface EpisodeSummary {
  /** Sum of its rewards. */
  readonly return: number
  /** Steps. */
  readonly length: number
}

/** Sums rewards and steps up, and puts an {@link EpisodeSummary} into `info.episode` of the last step. */
export const episodeStatistics = (env: Environment): Environment => new EpisodeStatistics(env)

class EpisodeStatistics extends Wrapper {
  #return = 0
  #length = 0

  override reset(seed?: number): Float32Array {
    this.#return = 0
    this.#length = 0
    return this.inner.reset(seed)
  }

  override step(action: Action): Step {
    const step = this.inner.step(action)
    this.#return += step.reward
    this.#length++
    if (!step.terminated && !step.truncated) return step
    const episode: EpisodeSummary = { return: this.#return, length: this.#length }
    return { ...step, info: { ...step.info, episode } }
  }

  protected override remember(): Record<string, unknown> {
    return { episodeReturn: this.#return, episodeLength: this.#length }
  }

  protected override recall({ episodeReturn, episodeLength }: Record<string, unknown>): void {
    for (const [field, value] of Object.entries({ episodeReturn, episodeLength }))
      if (value !== undefined && !Number.isFinite(value))
        throw invalidState(this.id, field, 'a finite number', shown(value))
    if (episodeReturn !== undefined) this.#return = episodeReturn as number
    if (episodeLength !== undefined) this.#length = episodeLength as number
  }
}
