/** How long a study will still take, from the speed that its runs have shown in each environment. */
import type { Job } from '../../studies/job.ts'

/** Speed of an environment, as its runs reported it last. */
interface Speed {
  sum: number
  count: number
}

export class Forecast {
  readonly #speeds = new Map<string, Speed>()
  /** Steps still to be done, by environment. */
  readonly #left = new Map<string, number>()

  add(job: Job, stepsDone = 0): void {
    const { env } = job.config
    this.#left.set(env, (this.#left.get(env) ?? 0) + stepsOf(job) - stepsDone)
  }

  /** A run has done this many steps more. */
  advance({ config: { env } }: Job, steps: number): void {
    this.#left.set(env, Math.max(0, (this.#left.get(env) ?? 0) - steps))
  }

  /** A run's own measurement of its steps a second. */
  measured({ config: { env } }: Job, stepsPerSecond: number): void {
    if (!(stepsPerSecond > 0)) return
    const speed = this.#speeds.get(env) ?? { sum: 0, count: 0 }
    this.#speeds.set(env, { sum: speed.sum + stepsPerSecond, count: speed.count + 1 })
  }

  /** Seconds left if so many runs go on side by side; NaN before any speed is known. */
  seconds(sideBySide: number): number {
    const known = [...this.#speeds.values()].map(({ sum, count }) => sum / count)
    const usual = known.reduce((total, speed) => total + speed, 0) / known.length
    let seconds = 0
    for (const [env, steps] of this.#left) {
      const speed = this.#speeds.get(env)
      seconds += steps / (speed ? speed.sum / speed.count : usual)
    }
    return seconds / Math.max(1, sideBySide)
  }
}

/** Steps that a job does, counted from the run's beginning. */
export const stepsOf = ({ config, stopAt }: Job) => Math.min(config.totalSteps, stopAt ?? config.totalSteps)
