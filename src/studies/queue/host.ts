/** A worker of a queue: does runs of any study, several at a time, and lets checkpoints and results travel. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Job as QueuedJob, WaitingError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Job, Outcome } from '../job.ts'
import { hasCheckpoint } from '../run-files.ts'
import { Threads } from '../threads.ts'
import { pack, unpack } from './cargo.ts'
import { Depot, type Lock } from './depot.ts'
import { PREFIX, QUEUE, type QueuedRun } from './queue.ts'
import { connect } from './redis.ts'
import { RunWatch } from './run-watch.ts'

export interface HostOptions {
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
export async function serve(options: HostOptions): Promise<void> {
  const redis = await connect(options.url, (up) => {
    if (!options.signal.aborted) options.onConnection(up)
  })
  const host = new Host(redis, options)
  options.onReady()
  await new Promise<void>((resolve) => {
    if (options.signal.aborted) resolve()
    else options.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await host.close()
  redis.disconnect()
}

class Host {
  readonly #options: HostOptions
  readonly #depot: Depot
  readonly #threads = new Threads()
  readonly #folder = mkdtempSync(join(tmpdir(), 'formscale-worker-'))
  readonly #worker: Worker<QueuedRun>
  readonly #lost = new Map<string, AbortController>()

  constructor(redis: Redis, options: HostOptions) {
    const silence = 1000 * options.patience
    this.#options = options
    this.#depot = new Depot(redis)
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
    const { cargo, outcome, collected } = await this.#depot.fetch(id)
    if (outcome) await this.#depot.deliver(study, id, lock, { cargo: new Map(), outcome })
    if (outcome || collected || (await this.#depot.isStopped(study))) return
    const folder = join(this.#folder, id)
    await unpack(cargo, folder)
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
    const watch = new RunWatch(this.#depot, { study, id, folder: job.folder, lock, travelEvery })
    this.#lost.set(id, watch.lost)
    const signal = AbortSignal.any([this.#options.signal, watch.lost.signal, watch.stopped.signal])
    const watching = watch.begin()
    const outcome = await this.#threads.run(job, { signal, onProgress: (metrics) => watch.progress(metrics) })
    watch.end()
    await watching
    this.#lost.delete(id)
    if (watch.lost.signal.aborted) return { status: 'lost' }
    const pausedAt = job.stopAt ?? job.config.totalSteps
    const isReturned =
      outcome.status === 'stopped' && outcome.result.steps < pausedAt && !watch.stopped.signal.aborted
    const cargo = await pack(job.folder)
    const delivery = isReturned ? { cargo } : { cargo, outcome }
    if (!(await this.#depot.deliver(study, id, lock, delivery))) return { status: 'lost' }
    return isReturned ? { status: 'returned' } : outcome
  }
}
