import type { StoredPolicy } from './stored.ts'

/** What made a policy of the zoo, and what it reaches. */
export interface ZooEntry {
  /** The command that trained it. */
  readonly command: string
  /** Seed of its run. */
  readonly seed: number
  /** Seeds that were trained; of their policies it is the best. */
  readonly tried: readonly number[]
  /** Of training. */
  readonly steps: number
  /** Of formscale, which trained it. */
  readonly version: string
  /** Mean return of `episodes` that nothing was chosen by, with actions as they are sampled. */
  readonly score: number
  /** 95 % bootstrap interval of the mean over these episodes. */
  readonly interval: readonly [low: number, high: number]
  /** Episodes that it was evaluated on. */
  readonly episodes: number
  /** Of its module. */
  readonly bytes: number
}

export interface ZooPolicy {
  readonly entry: ZooEntry
  load(): Promise<{ readonly default: StoredPolicy }>
}
