import type { Collector } from './collect.ts'
import type { Rollout } from './rollout.ts'
import type { Episode, Source, SourceState } from './source.ts'

/** One rollout of a behaviour policy that serves all updates. Its critic, which learns from it, judges it anew for each. */
export class Log implements Source {
  readonly rollout: Rollout
  readonly #collector: Collector

  constructor(collector: Collector) {
    this.rollout = collector.rollout
    this.#collector = collector
  }

  begin(onEpisode: (episode: Episode) => void): void {
    this.#collector.collect(onEpisode)
  }

  collect(): void {}

  computeAdvantages(lambda: number): void {
    this.#collector.computeAdvantages(lambda)
  }

  getState(): SourceState {
    return this.#collector.getState()
  }

  setState(state: SourceState, restarted: readonly number[]): void {
    this.#collector.setState(state, restarted)
  }
}
