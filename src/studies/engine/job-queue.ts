import type { Job } from '../job.ts'

/** Jobs that wait: the highest priority first, and among equals the one that came first. A job is tried twice at most. */
export class JobQueue {
  readonly #jobs: Job[] = []
  readonly #again: Job[] = []
  readonly #retried = new Set<Job>()

  constructor(jobs: readonly Job[]) {
    for (const job of jobs) this.add(job)
  }

  add(job: Job): void {
    const behind = this.#jobs.findLastIndex(({ priority }) => priority >= job.priority)
    this.#jobs.splice(behind + 1, 0, job)
  }

  next(): Job | undefined {
    return this.#jobs.shift() ?? this.#again.shift()
  }

  /** Puts a job that failed at the end of the line, behind all others; false if it was there before. */
  retry(job: Job): boolean {
    if (this.#retried.has(job)) return false
    this.#retried.add(job)
    this.#again.push(job)
    return true
  }
}
