/** The engine for many machines: fills the queue, follows what workers do, and brings the results home. */
import { rmSync } from 'node:fs'
import type { Queue } from 'bullmq'
import { forgetFailure, recordFailure } from '../folder/failure.ts'
import { hasCheckpoint } from '../folder/run-files.ts'
import type { Job, JobSource, Listeners, Outcome } from '../job.ts'
import { openQueue, priorityOf, type QueuedRun } from './queue.ts'
import { connect } from './redis.ts'
import { type ProgressMessage, RedisStore } from './redis-store.ts'
import { archiveRun, type RunArchive, restoreRun } from './run-archive.ts'
import { runId, studyId } from './study-id.ts'

export interface QueueOptions {
  readonly url: string
  /** The folder of the study. */
  readonly out: string
  /** Aborting it takes back what waits and stops what runs, with checkpoints. */
  readonly signal: AbortSignal
  readonly listeners: Listeners
  /** Told how many workers there are, when that changes. */
  readonly onWorkers: (count: number) => void
  /** Told when Redis is lost (false) and when it is back. */
  readonly onConnection: (up: boolean) => void
}

/** Milliseconds between two looks at what is done. */
const POLL = 250
/** Milliseconds between two looks at what only goes wrong. */
const SLOW_POLL = 5000
/** Milliseconds that runs get to stop. */
const STOP_PATIENCE = 60_000
/** Runs that are queued at once. */
const BATCH = 100

/** As `runPool`, on the workers of a Redis. Runs go on while this process is away, and are there when it resumes. */
export async function runQueue(source: JobSource, options: QueueOptions): Promise<Map<Job, Outcome>> {
  let over = false
  const redis = await connect(options.url, (up) => {
    if (!over) options.onConnection(up)
  })
  const queue = openQueue(redis)
  const store = new RedisStore(redis)
  const study = new QueuedStudy(source, options, queue, store)
  const unsubscribe = await store.subscribe(study.id, (message) => study.hear(message))
  try {
    return await study.run()
  } finally {
    over = true
    unsubscribe()
    await queue.close()
    redis.disconnect()
  }
}

/** A job in the queue, or on a worker. */
interface Pending {
  readonly job: Job
  /** Counts how often it was queued; each time has an id of its own. */
  readonly attempt: number
  readonly failures: number
}

class QueuedStudy {
  readonly id: string
  readonly #source: JobSource
  readonly #options: QueueOptions
  readonly #queue: Queue<QueuedRun>
  readonly #store: RedisStore
  readonly #pending = new Map<string, Pending>()
  readonly #outcomes = new Map<Job, Outcome>()
  readonly #started = new Set<string>()
  #workers = -1

  constructor(source: JobSource, options: QueueOptions, queue: Queue<QueuedRun>, store: RedisStore) {
    this.id = studyId(options.out)
    this.#source = source
    this.#options = options
    this.#queue = queue
    this.#store = store
  }

  hear({ id, metrics }: ProgressMessage): void {
    const pending = this.#pending.get(id)
    if (!pending) return
    if (!this.#started.has(id)) this.#options.listeners.onStart?.(pending.job)
    this.#started.add(id)
    if (metrics) this.#options.listeners.onProgress?.(pending.job, metrics)
  }

  async run(): Promise<Map<Job, Outcome>> {
    await this.#store.stop(this.id, false)
    const ids = this.#source.jobs.map((job) => this.#expect({ job, attempt: 1, failures: 0 }))
    await this.#forgetGivenUp()
    // What was done while this process was away comes first; the rest is queued, unless it is in the queue already.
    await this.#collect()
    await this.#enqueue(ids.filter((id) => this.#pending.has(id)))
    let slow = 0
    while (this.#pending.size > 0 && !this.#options.signal.aborted) {
      await pause(POLL)
      await this.#collect()
      if (performance.now() - slow < SLOW_POLL) continue
      await this.#takeGivenUp()
      await this.#enqueue(await this.#missing())
      await this.#countWorkers()
      slow = performance.now()
    }
    if (this.#pending.size > 0) await this.#stop()
    return this.#outcomes
  }

  #expect(pending: Pending): string {
    const id = runId(this.id, this.#options.out, pending.job, pending.attempt)
    this.#pending.set(id, pending)
    return id
  }

  async #enqueue(ids: readonly string[]): Promise<void> {
    for (let begin = 0; begin < ids.length; begin += BATCH) {
      const batch = ids.slice(begin, begin + BATCH).map((id) => ({ id, job: this.#pending.get(id)!.job }))
      await Promise.all(
        batch.map(async ({ id, job: { folder } }) => {
          const archive = hasCheckpoint(folder) ? await archiveRun(folder) : new Map<string, Buffer>()
          await this.#store.provide(id, archive)
        }),
      )
      await this.#queue.addBulk(
        batch.map(({ id, job }) => ({
          name: 'run',
          // Where a worker does the run is its own affair.
          data: { study: this.id, job: { ...job, folder: '' } },
          opts: { jobId: id, priority: priorityOf(job) },
        })),
      )
    }
  }

  /** Brings home what is done. */
  async #collect(): Promise<void> {
    for (const id of await this.#store.done(this.id)) {
      const pending = this.#pending.get(id)
      const { archive, outcome } = await this.#store.fetch(id)
      if (pending && outcome) await bringHome(archive, pending.job.folder)
      await this.#store.collected(this.id, id)
      if (pending && outcome) await this.#ended(id, outcome)
    }
  }

  async #ended(id: string, outcome: Outcome): Promise<void> {
    const { listeners, signal } = this.#options
    const { job, attempt, failures } = this.#pending.get(id)!
    this.#pending.delete(id)
    const again = (more: number) =>
      this.#enqueue([this.#expect({ job, attempt: attempt + 1, failures: failures + more })])
    if (outcome.status === 'failed' && failures === 0 && !signal.aborted) {
      listeners.onRetry?.(job, outcome.message)
      return again(1)
    }
    // Stopped when this process was stopped before.
    if (isCutShort(job, outcome) && !signal.aborted) return again(0)
    if (outcome.status === 'failed') await recordFailure(job, outcome)
    this.#outcomes.set(job, outcome)
    listeners.onEnd?.(job, outcome)
    const more = this.#source.ended(job, outcome)
    if (more.length === 0) return
    listeners.onAdded?.(more)
    await this.#enqueue(more.map((next) => this.#expect({ job: next, attempt: 1, failures: 0 })))
  }

  /** Runs that BullMQ has given up, because their workers vanished again and again or could not do with their files. */
  async #givenUp() {
    const failed = await this.#queue.getJobs(['failed'])
    return failed.filter(({ id }) => id !== undefined && this.#pending.has(id))
  }

  async #forgetGivenUp(): Promise<void> {
    for (const queued of await this.#givenUp()) await queued.remove()
  }

  async #takeGivenUp(): Promise<void> {
    for (const queued of await this.#givenUp()) {
      await queued.remove()
      const vanished = queued.failedReason?.includes('stalled')
      const message = vanished
        ? 'the workers that had it vanished, again and again: it may bring them down'
        : (queued.failedReason ?? 'the queue gave it up')
      await this.#ended(queued.id!, { status: 'failed', message, stack: '' })
    }
  }

  /** Runs that Redis has forgotten, as it may after a crash. */
  async #missing(): Promise<string[]> {
    const ids = [...this.#pending.keys()]
    const queued = await Promise.all(ids.map((id) => this.#store.exists(this.#queue.toKey(id))))
    const done = new Set(await this.#store.done(this.id))
    return ids.filter((id, i) => !queued[i] && !done.has(id))
  }

  async #countWorkers(): Promise<void> {
    const count = await this.#queue.getWorkersCount()
    if (count !== this.#workers) this.#options.onWorkers(count)
    this.#workers = count
  }

  /** Takes back what waits, and waits for what runs to stop with a checkpoint. */
  async #stop(): Promise<void> {
    await this.#store.stop(this.id, true)
    const deadline = performance.now() + STOP_PATIENCE
    while (this.#pending.size > 0 && performance.now() < deadline) {
      const waiting = await Promise.all([...this.#pending.keys()].map((id) => this.#queue.getJob(id)))
      // One that a worker has can't be removed.
      await Promise.allSettled(waiting.map((queued) => queued?.remove()))
      const gone = await this.#missing()
      await this.#collect()
      for (const id of gone) this.#pending.delete(id)
      if (this.#pending.size > 0) await pause(POLL)
    }
  }
}

/** The run's files take the place of what a run left here that never had a checkpoint. */
async function bringHome(archive: RunArchive, folder: string): Promise<void> {
  if (!hasCheckpoint(folder)) rmSync(folder, { recursive: true, force: true })
  forgetFailure(folder)
  await restoreRun(archive, folder)
}

const isCutShort = ({ stopAt, config }: Job, outcome: Outcome) =>
  outcome.status === 'stopped' && outcome.result.steps < (stopAt ?? config.totalSteps)

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
