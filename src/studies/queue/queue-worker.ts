/** A worker of a queue: does runs of any study, several at a time, and lets checkpoints and results travel. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DelayedError, type Job as QueuedJob, WaitingError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { hasCheckpoint } from '../../runs/folder/index.ts'
import { Threads } from '../engine/threads.ts'
import type { Job, Outcome } from '../job.ts'
import { type AllowedCode, codeProblem } from './code-problem.ts'
import { insist, type OnRefused, onChange, refusalIn } from './insist.ts'
import { type QueuedRun, queuedRunFrom, runIdFrom } from './messages.ts'
import { requireOwnRun } from './own-run.ts'
import { PREFIX, QUEUE } from './queue.ts'
import { connect } from './redis.ts'
import { type Delivery, type Lock, RedisStore } from './redis-store.ts'
import { archiveRun, expandRun, writeContents } from './run-archive.ts'
import { RunMonitor } from './run-monitor.ts'

export interface QueueWorkerOptions {
  readonly url: string
  /** Runs at a time. */
  readonly concurrency: number
  /** Seconds of silence after which the runs of a worker go to another. */
  readonly patience: number
  /** Code of somebody's own that may be loaded. */
  readonly allowed: AllowedCode
  /** Aborting it hands the runs in progress back to the queue, with their checkpoints, and ends the worker. */
  readonly signal: AbortSignal
  readonly onReady: () => void
  /** Told when Redis is lost (false) and when it is back. */
  readonly onConnection: (up: boolean) => void
  readonly onRefused: OnRefused
  /** Told, once each, of what was in the queue that this worker doesn't do. */
  readonly onProblem: (problem: string) => void
  /** `resumed`: it goes on from a checkpoint that travelled. */
  readonly onStart: (job: Job, resumed: boolean) => void
  readonly onEnd: (job: Job, ending: Ending) => void
}

/** How a run ended for this worker: with an outcome, handed back to the queue, or taken over by another worker. */
export type Ending =
  | Outcome
  | { readonly status: 'returned' }
  | { readonly status: 'lost'; readonly reason: string }

const TAKEN_OVER = 'another worker has taken it over'

/** A run whose workers vanished so often brings them down itself. */
const MOST_LOSSES = 10
/** Least seconds between two travels of a run's checkpoint; a third of the patience, if that is less. */
const TRAVEL_EVERY_SECONDS = 10
/** Most seconds that a run waits for another worker when this one can't make its environment; a third of the patience, if less. */
const HAND_BACK_DELAY_SECONDS = 10
/** Milliseconds that this one waits then, so that it doesn't go through the whole queue. */
const HAND_BACK_PAUSE_MS = 500
/** Problems that are remembered as told; then they are told again. */
const MOST_PROBLEMS = 1000

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

/** A run that this worker has taken. */
interface TakenRun {
  readonly study: string
  readonly id: string
  readonly job: Job
  readonly lock: Lock
}

class QueueWorker {
  readonly #options: QueueWorkerOptions
  readonly #store: RedisStore
  readonly #onRefused: OnRefused
  readonly #threads = new Threads()
  readonly #folder = mkdtempSync(join(tmpdir(), 'formscale-worker-'))
  readonly #worker: Worker<QueuedRun>
  readonly #lost = new Map<string, AbortController>()
  readonly #problems = new Set<string>()

  constructor(redis: Redis, options: QueueWorkerOptions) {
    const silence = 1000 * options.patience
    this.#options = options
    this.#store = new RedisStore(redis)
    this.#onRefused = onChange(options.onRefused)
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
    this.#worker.on('error', (error) => {
      const reason = refusalIn(error)
      if (reason !== undefined) this.#onRefused(reason)
    })
    this.#worker.on('lockRenewalFailed', (ids) => {
      for (const id of ids) this.#lost.get(id)?.abort()
    })
  }

  async close(): Promise<void> {
    await this.#worker.close()
    await this.#threads.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Whatever it throws is the end of the queued run, and its study learns why. */
  async #process(queued: QueuedJob<QueuedRun>, token: string): Promise<void> {
    const { study, id, job } = this.#read(queued)
    const problem = codeProblem(job.config, this.#options.allowed)
    if (problem !== undefined) return this.#handBack(queued, token, study, id, problem)
    const lock = { key: `${PREFIX}:${QUEUE}:${id}:lock`, token }
    const { archive, outcome, collected } = await this.#store.fetch(id)
    if (outcome) await this.#deliver({ study, id, lock }, { archive: new Map(), outcome })
    if (outcome || collected || (await this.#store.isStopped(study))) return
    const contents = await expandRun(archive)
    requireOwnRun(contents, job)
    // Names from the queue never become paths.
    const folder = mkdtempSync(join(this.#folder, 'run-'))
    const ending = await this.#runIn(folder, async () => {
      await writeContents(contents, folder)
      this.#options.onStart({ ...job, folder }, hasCheckpoint(folder))
      return this.#run({ study, id, job: { ...job, folder }, lock })
    })
    this.#options.onEnd({ ...job, folder }, ending)
    if (ending.status === 'lost') throw new Error(ending.reason)
    if (ending.status !== 'returned') return
    await queued.moveToWait(token)
    throw new WaitingError()
  }

  #read({ id, data }: QueuedJob<QueuedRun>): QueuedRun & { readonly id: string } {
    try {
      return { ...queuedRunFrom(data), id: runIdFrom(id) }
    } catch (error) {
      this.#tellProblem(`refused what was in the queue: ${(error as Error).message}`)
      throw error
    }
  }

  async #runIn(folder: string, run: () => Promise<Ending>): Promise<Ending> {
    try {
      return await run()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  /** Leaves a run to workers that can make its environment. */
  async #handBack(
    queued: QueuedJob<QueuedRun>,
    token: string,
    study: string,
    id: string,
    problem: string,
  ): Promise<never> {
    this.#tellProblem(`handing back ${problem}`)
    await this.#store.publishProgress(study, { id, problem: `a worker hands back ${problem}` })
    await new Promise((resolve) => setTimeout(resolve, HAND_BACK_PAUSE_MS))
    const delay = Math.min(HAND_BACK_DELAY_SECONDS, this.#options.patience / 3)
    await queued.moveToDelayed(Date.now() + 1000 * delay, token)
    throw new DelayedError()
  }

  #tellProblem(problem: string): void {
    if (this.#problems.has(problem)) return
    if (this.#problems.size >= MOST_PROBLEMS) this.#problems.clear()
    this.#problems.add(problem)
    this.#options.onProblem(problem)
  }

  async #run({ study, id, job, lock }: TakenRun): Promise<Ending> {
    const travelEvery = Math.min(TRAVEL_EVERY_SECONDS, this.#options.patience / 3)
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
    if (monitor.lost.signal.aborted) return { status: 'lost', reason: monitor.problem ?? TAKEN_OVER }
    const pausedAt = job.stopAt ?? job.config.totalSteps
    const isReturned =
      outcome.status === 'stopped' && outcome.result.steps < pausedAt && !monitor.stopped.signal.aborted
    const archive = await archiveRun(job.folder)
    const delivery = isReturned ? { archive } : { archive, outcome }
    if (!(await this.#deliver({ study, id, lock }, delivery))) return { status: 'lost', reason: TAKEN_OVER }
    return isReturned ? { status: 'returned' } : outcome
  }

  /** Waits while Redis takes nothing: a result is not given up for that. */
  #deliver({ study, id, lock }: Omit<TakenRun, 'job'>, delivery: Delivery): Promise<boolean> {
    return insist(() => this.#store.deliver(study, id, lock, delivery), this.#onRefused)
  }
}
