/** The engine for one machine: runs side by side, one a worker thread. Threads end with the process, however that ends. */
import type { Metrics } from '../../training/metrics.ts'
import { recordFailure } from '../folder/failure.ts'
import type { Job, JobSource, Listeners, Outcome } from '../job.ts'
import { JobQueue } from './job-queue.ts'
import { Threads } from './threads.ts'

export interface PoolOptions {
  /** Most runs at a time. */
  readonly workers: number
  /** Aborting it stops every run after its update in progress, with a checkpoint, and starts no further one. */
  readonly signal?: AbortSignal
  readonly listeners?: Listeners
}

/**
 * Does the jobs, those of highest priority first. One that fails is tried once more, from its last checkpoint if it has
 * one; it never stops the others. Jobs that were never begun have no outcome.
 *
 * @throws whatever `source` and `listeners` throw, once all runs in progress have stopped.
 */
export async function runPool(source: JobSource, options: PoolOptions): Promise<Map<Job, Outcome>> {
  const { workers, listeners = {} } = options
  const broken = new AbortController()
  const signal = AbortSignal.any([broken.signal, ...(options.signal ? [options.signal] : [])])
  const queue = new JobQueue(source.jobs)
  const outcomes = new Map<Job, Outcome>()
  const threads = new Threads()
  const inProgress = new Set<Promise<void>>()
  const work = async (job: Job) => {
    listeners.onStart?.(job)
    const onProgress = (metrics: Metrics) => listeners.onProgress?.(job, metrics)
    const outcome = await threads.run(job, { signal, onProgress })
    if (outcome.status === 'failed' && !signal.aborted && queue.retry(job))
      return listeners.onRetry?.(job, outcome.message)
    if (outcome.status === 'failed') await recordFailure(job, outcome)
    outcomes.set(job, outcome)
    listeners.onEnd?.(job, outcome)
    const more = source.ended(job, outcome)
    if (more.length > 0) listeners.onAdded?.(more)
    for (const next of more) queue.add(next)
  }
  try {
    while (true) {
      while (inProgress.size < workers && !signal.aborted) {
        const job = queue.next()
        if (!job) break
        const turn: Promise<void> = work(job).finally(() => inProgress.delete(turn))
        inProgress.add(turn)
      }
      if (inProgress.size === 0) break
      await Promise.race(inProgress)
    }
  } finally {
    // What threw may have been a file of the study's own: the other runs end with checkpoints, and no thread stays.
    broken.abort()
    await Promise.allSettled(inProgress)
    await threads.close()
  }
  return outcomes
}
