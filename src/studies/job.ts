/** A run to be done, and what came of it: what the engines of studies pass around. */
import type { FineTuneOptions, ResumeOptions } from '../runs/index.ts'
import type { Config } from '../training/config.ts'
import type { Metrics, Result } from '../training/metrics.ts'

export interface Job {
  /** What people call it: `ppo seed 3`. */
  readonly name: string
  /** The update, or the point of a search, that it is a run of. */
  readonly member: string
  readonly folder: string
  readonly config: Config
  /** Pause once this many steps are done, with a checkpoint; without it, the run goes to its end. */
  readonly stopAt?: number
  /** What a single run begins with beside its settings. */
  readonly begin?: Pick<FineTuneOptions, 'changes'> & { readonly from?: string }
  /** What it goes on with, also if it had no checkpoint yet. */
  readonly goOn?: Pick<ResumeOptions, 'totalSteps' | 'stopWhen'>
  /** Of several that wait, the highest goes first. */
  readonly priority: number
}

export type Outcome =
  | { readonly status: Result['status']; readonly result: Result }
  | { readonly status: 'failed'; readonly message: string; readonly stack: string }

/** Jobs, of which some may be there only after others have ended. */
export interface JobSource {
  /** The jobs to begin with. */
  readonly jobs: readonly Job[]
  /** Takes every job that ended for good, in any order; gives the jobs that may follow. */
  ended(job: Job, outcome: Outcome): readonly Job[]
}

/** A number of jobs, none of which depends on another. */
export const listedJobs = (jobs: readonly Job[]): JobSource => ({ jobs, ended: () => [] })

/** Several sources as one. */
export const joined = (sources: readonly JobSource[]): JobSource => ({
  jobs: sources.flatMap(({ jobs }) => jobs),
  ended: (job, outcome) => sources.flatMap((source) => source.ended(job, outcome)),
})

/** Watches the jobs of a study. */
export interface Listeners {
  onStart?(job: Job): void
  onProgress?(job: Job, metrics: Metrics): void
  /** A job that failed goes to the end of the line once; this is not its end yet. */
  onRetry?(job: Job, message: string): void
  onEnd?(job: Job, outcome: Outcome): void
  /** More jobs than were there before. */
  onAdded?(jobs: readonly Job[]): void
}
