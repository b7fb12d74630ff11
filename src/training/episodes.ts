import type { Episode } from '../rollouts/index.ts'

/** Episodes that means are over. */
export const EPISODE_WINDOW = 100

/** How the last episodes went. */
export class EpisodeWindow {
  #episodes: Episode[] = []
  /** Episodes since the start. */
  count = 0

  add(episode: Episode): void {
    this.#episodes.push(episode)
    if (this.#episodes.length > EPISODE_WINDOW) this.#episodes.shift()
    this.count++
  }

  meanReturn = () => this.#mean((episode) => episode.return)
  meanLength = () => this.#mean((episode) => episode.length)

  #mean(of: (episode: Episode) => number): number | null {
    if (this.#episodes.length === 0) return null
    return this.#episodes.reduce((sum, episode) => sum + of(episode), 0) / this.#episodes.length
  }

  getState(): { count: number; episodes: Episode[] } {
    return { count: this.count, episodes: this.#episodes }
  }

  setState(state: { count: number; episodes: Episode[] }): void {
    this.count = state.count
    this.#episodes = [...state.episodes]
  }
}
