import type { Rollout } from './rollout.ts'
import type { Episode, Source, SourceNumbers, SourceState } from './source.ts'

/** One rollout that serves all updates, collected before the first by policy μ as it is then. Its critic, which learns from it, judges it anew for each. */
export class Log implements Source {
  readonly rollout: Rollout
  readonly #source: Source

  constructor(source: Source) {
    this.rollout = source.rollout
    this.#source = source
  }

  begin(numbers: SourceNumbers, onEpisode: (episode: Episode) => void): void {
    this.#source.collect(numbers, onEpisode)
  }

  collect(): void {}

  computeAdvantages(numbers: SourceNumbers): void {
    this.#source.computeAdvantages(numbers)
  }

  getState(): SourceState {
    return this.#source.getState()
  }

  arrays() {
    return this.#source.arrays()
  }

  setState(...state: Parameters<Source['setState']>): void {
    this.#source.setState(...state)
  }
}
