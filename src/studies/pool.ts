/** Runs side by side, one a worker thread. Threads end with the process, however that ends. */
import { Worker } from 'node:worker_threads'
import type { Metrics, Result } from '../training/metrics.ts'
import type { Job } from './plan.ts'

export type Outcome =
  | { readonly status: Result['status']; readonly result: Result }
  | { readonly status: 'failed'; readonly message: string; readonly stack: string }

/** What a worker tells. */
export type Report =
  | { readonly kind: 'progress'; readonly metrics: Metrics }
  | { readonly kind: 'end'; readonly outcome: Outcome }

export interface PoolOptions {
  /** Most runs at a time. */
  readonly workers: number
  /** Aborting it stops every run after its update in progress, with a checkpoint, and starts no further one. */
  readonly signal?: AbortSignal
  readonly onStart?: (job: Job) => void
  readonly onProgress?: (job: Job, metrics: Metrics) => void
  readonly onEnd?: (job: Job, outcome: Outcome) => void
}

/** Does the jobs in order; one that fails never stops the others. Jobs that were never begun have no outcome. */
export async function runPool(jobs: readonly Job[], options: PoolOptions): Promise<Map<Job, Outcome>> {
  const waiting = [...jobs]
  const outcomes = new Map<Job, Outcome>()
  const lane = async () => {
    while (waiting.length > 0 && !options.signal?.aborted) {
      const job = waiting.shift()!
      options.onStart?.(job)
      const outcome = await runJob(job, options)
      outcomes.set(job, outcome)
      options.onEnd?.(job, outcome)
    }
  }
  await Promise.all(Array.from({ length: Math.min(options.workers, jobs.length) }, lane))
  return outcomes
}

function runJob(job: Job, { signal, onProgress }: PoolOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: job,
      // Those of the process may be about its own main module. V8's flags, and with them the kernel build, hold for all threads.
      execArgv: [],
    })
    const stop = () => worker.postMessage('stop')
    signal?.addEventListener('abort', stop)
    let outcome: Outcome | undefined
    worker.on('message', (report: Report) => {
      if (report.kind === 'progress') onProgress?.(job, report.metrics)
      else outcome = report.outcome
    })
    worker.on('error', (error) => {
      outcome = { status: 'failed', message: error.message, stack: error.stack ?? '' }
    })
    worker.on('exit', (code) => {
      signal?.removeEventListener('abort', stop)
      resolve(outcome ?? { status: 'failed', message: `the worker ended with code ${code}`, stack: '' })
    })
  })
}
