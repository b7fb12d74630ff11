/** A worker of a queue: does runs of any study, several at a time, and lets checkpoints and results travel. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Job as QueuedJob, WaitingError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { Threads } from '../engine/threads.ts'
import { hasCheckpoint } from '../folder/run-files.ts'
import type { Job, Outcome } from '../job.ts'
import { PREFIX, QUEUE, type QueuedRun } from './queue.ts'
import { connect } from './redis.ts'
import { type Lock, RedisStore } from './redis-store.ts'
import { archiveRun, restoreRun } from './run-archive.ts'
import { RunMonitor } from './run-monitor.ts'

export interface QueueWorkerOptions {
  readonly url: string
  /** Runs at a time. */
  readonly concurrency: number
  /** Seconds of silence after which the runs of a worker go to another. */
  readonly patience: number
  /** Aborting it hands the runs in progress back to the queue, with their checkpoints, and ends the worker. */
  readonly signal: AbortSignal
  readonly onReady: () => void
  /** Told when Redis is lost (false) and when it is back. */
  readonly onConnection: (up: boolean) => void
  /** `resumed`: it goes on from a checkpoint that travelled. */
  readonly onStart: (job: Job, resumed: boolean) => void
  readonly onEnd: (job: Job, ending: Ending) => void
}

/** How a run ended for this worker: with an outcome, handed back to the queue, or taken over by another worker. */
export type Ending = Outcome | { readonly status: 'returned' } | { readonly status: 'lost' }

/** A run whose workers vanished so often brings them down itself. */
const MOST_LOSSES = 10
/** Least seconds between two travels of a run's checkpoint; a third of the patience, if that is less. */
const TRAVEL_EVERY = 10

/** Serves until it is told to stop. */
export async function serve(options: QueueWorkerOptions): Promise<void> {
  const redis = await connect(options.url, (up) => {
    if (!options.signal.aborted) options.onConnection(up)
  })
  const worker = new QueueWorker(redis, options)
  options.onReady()
  await new Promise<void>((resolve) => {
    if (options.signal.aborted) resolve()
    else options.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await worker.close()
  redis.disconnect()
}

class QueueWorker {
  readonly #options: QueueWorkerOptions
  readonly #store: RedisStore
  readonly #threads = new Threads()
  readonly #folder = mkdtempSync(join(tmpdir(), 'formscale-worker-'))
  readonly #worker: Worker<QueuedRun>
  readonly #lost = new Map<string, AbortController>()

  constructor(redis: Redis, options: QueueWorkerOptions) {
    const silence = 1000 * options.patience
    this.#options = options
    this.#store = new RedisStore(redis)
    this.#worker = new Worker<QueuedRun>(QUEUE, (queued, token) => this.#process(queued, token ?? ''), {
      connection: redis,
      prefix: PREFIX,
      concurrency: options.concurrency,
      lockDuration: silence,
      stalledInterval: silence,
      maxStalledCount: MOST_LOSSES,
      runRetryDelay: 1000,
    })
    // What goes wrong with a run is told by its ending; a broken connection mends itself.
    this.#worker.on('error', () => {})
    this.#worker.on('lockRenewalFailed', (ids) => {
      for (const id of ids) this.#lost.get(id)?.abort()
    })
  }

  async close(): Promise<void> {
    await this.#worker.close()
    await this.#threads.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #process(queued: QueuedJob<QueuedRun>, token: string): Promise<void> {
    const id = queued.id ?? ''
    const { study, job } = queued.data
    const lock = { key: `${PREFIX}:${QUEUE}:${id}:lock`, token }
    const { archive, outcome, collected } = await this.#store.fetch(id)
    if (outcome) await this.#store.deliver(study, id, lock, { archive: new Map(), outcome })
    if (outcome || collected || (await this.#store.isStopped(study))) return
    const folder = join(this.#folder, id)
    await restoreRun(archive, folder)
    this.#options.onStart(job, hasCheckpoint(folder))
    const ending = await this.#run(study, id, { ...job, folder }, lock)
    rmSync(folder, { recursive: true, force: true })
    this.#options.onEnd(job, ending)
    if (ending.status === 'lost') throw new Error('the run was taken over by another worker')
    if (ending.status !== 'returned') return
    await queued.moveToWait(token)
    throw new WaitingError()
  }

  async #run(study: string, id: string, job: Job, lock: Lock): Promise<Ending> {
    const travelEvery = Math.min(TRAVEL_EVERY, this.#options.patience / 3)
    const monitor = new RunMonitor(this.#store, { study, id, folder: job.folder, lock, travelEvery })
    this.#lost.set(id, monitor.lost)
    const signal = AbortSignal.any([this.#options.signal, monitor.lost.signal, monitor.stopped.signal])
    const monitoring = monitor.begin()
    const outcome = await this.#threads.run(job, {
      signal,
      onProgress: (metrics) => monitor.progress(metrics),
    })
    monitor.end()
    await monitoring
    this.#lost.delete(id)
    if (monitor.lost.signal.aborted) return { status: 'lost' }
    const pausedAt = job.stopAt ?? job.config.totalSteps
    const isReturned =
      outcome.status === 'stopped' && outcome.result.steps < pausedAt && !monitor.stopped.signal.aborted
    const archive = await archiveRun(job.folder)
    const delivery = isReturned ? { archive } : { archive, outcome }
    if (!(await this.#store.deliver(study, id, lock, delivery))) return { status: 'lost' }
    return isReturned ? { status: 'returned' } : outcome
  }
}
