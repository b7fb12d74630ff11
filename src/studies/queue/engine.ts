/** The engine for many machines: fills the queue, follows what workers do, and brings the results home. */
import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { clearLeftovers, hasCheckpoint } from '../../runs/folder/index.ts'
import { forgetFailure, recordFailure } from '../folder/failure.ts'
import type { Job, JobSource, Listeners, Outcome } from '../job.ts'
import { insist, type OnRefused, onChange, refusalIn } from './insist.ts'
import type { ProgressMessage, QueuedRun } from './messages.ts'
import { requireOwnRun } from './own-run.ts'
import { openQueue, otherVersions, priorityOf } from './queue.ts'
import { connect } from './redis.ts'
import { RedisStore } from './redis-store.ts'
import { archiveRun, expandRun, type RunContents, writeContents } from './run-archive.ts'
import { runId, studyId } from './study-id.ts'
import { StudyLease } from './study-lease.ts'
import { survey } from './survey.ts'

export interface QueueOptions {
  readonly url: string
  /** The folder of the study. */
  readonly out: string
  /** Aborting it takes back what waits and stops what runs, with checkpoints. */
  readonly signal: AbortSignal
  readonly listeners: Listeners
  /** Told how many workers there are, when that changes, and what other versions of formscale have workers. */
  readonly onWorkers: (count: number, otherVersions: readonly string[]) => void
  /** Told, once each, why workers hand runs back. */
  readonly onProblem: (problem: string) => void
  /** Told when Redis is lost (false) and when it is back. */
  readonly onConnection: (up: boolean) => void
  readonly onRefused: OnRefused
}

/** Milliseconds between two looks at what is done. */
const POLL_MS = 250
/** Milliseconds between two looks at what only goes wrong. */
const SLOW_POLL_MS = 5000
/** Milliseconds that runs get to stop. */
const STOP_TIMEOUT_MS = 60_000
/** Runs that are queued at once. */
const BATCH = 100
/** Runs that are brought home at once. */
const COLLECTED = 32
/** Runs whose standing is asked for in one look. */
const SURVEYED = 5000

/**
 * As `runPool`, on the workers of a Redis. Runs go on while this process is away, and are there when it resumes.
 *
 * @throws Error of one line if another process sweeps this study.
 */
export async function runQueue(source: JobSource, options: QueueOptions): Promise<Map<Job, Outcome>> {
  let over = false
  const redis = await connect(options.url, (up) => {
    if (!over) options.onConnection(up)
  })
  const queue = openQueue(redis)
  const store = new RedisStore(redis)
  const study = new QueuedStudy(source, options, redis, queue, store)
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
  readonly #redis: Redis
  readonly #queue: Queue<QueuedRun>
  readonly #store: RedisStore
  readonly #lease: StudyLease
  readonly #onRefused: OnRefused
  readonly #pending = new Map<string, Pending>()
  readonly #outcomes = new Map<Job, Outcome>()
  readonly #started = new Set<string>()
  readonly #problems = new Set<string>()
  #workers = ''
  #surveyed = 0

  constructor(
    source: JobSource,
    options: QueueOptions,
    redis: Redis,
    queue: Queue<QueuedRun>,
    store: RedisStore,
  ) {
    this.id = studyId(options.out)
    this.#source = source
    this.#options = options
    this.#redis = redis
    this.#queue = queue
    this.#store = store
    this.#lease = new StudyLease(redis, this.id)
    this.#onRefused = onChange(options.onRefused)
  }

  hear({ id, metrics, problem }: ProgressMessage): void {
    const pending = this.#pending.get(id)
    if (!pending) return
    if (problem !== undefined) {
      this.#hearProblem(problem)
      return
    }
    if (!this.#started.has(id)) this.#options.listeners.onStart?.(pending.job)
    this.#started.add(id)
    if (metrics) this.#options.listeners.onProgress?.(pending.job, metrics)
  }

  #hearProblem(problem: string): void {
    if (this.#problems.has(problem)) return
    this.#problems.add(problem)
    this.#options.onProblem(problem)
  }

  async run(): Promise<Map<Job, Outcome>> {
    await this.#insist(() => this.#lease.claim())
    try {
      await this.#sweep()
    } finally {
      await this.#lease.release()
    }
    return this.#outcomes
  }

  async #sweep(): Promise<void> {
    await this.#store.stop(this.id, false)
    const ids = this.#source.jobs.map((job) => this.#expect({ job, attempt: 1, failures: 0 }))
    for (const { id } of await this.#givenUp(ids)) await this.#queue.remove(id)
    // What was done while this process was away comes first; the rest is queued, unless it is in the queue already.
    await this.#collect()
    await this.#enqueue(ids.filter((id) => this.#pending.has(id)))
    let slow = 0
    while (this.#pending.size > 0 && !this.#options.signal.aborted) {
      await pause(POLL_MS)
      await this.#collect()
      if (performance.now() - slow < SLOW_POLL_MS) continue
      await this.#insist(() => this.#lease.claim())
      await this.#lookForTrouble()
      await this.#countWorkers()
      slow = performance.now()
    }
    if (this.#pending.size > 0) await this.#stop()
  }

  #insist<T>(write: () => Promise<T>): Promise<T> {
    return insist(write, this.#onRefused)
  }

  #expect(pending: Pending): string {
    const id = runId(this.id, this.#options.out, pending.job, pending.attempt)
    this.#pending.set(id, pending)
    return id
  }

  async #enqueue(ids: readonly string[]): Promise<void> {
    for (let begin = 0; begin < ids.length; begin += BATCH) {
      const batch = ids.slice(begin, begin + BATCH).map((id) => ({ id, job: this.#pending.get(id)!.job }))
      await Promise.all(batch.map(({ id, job }) => this.#provide(id, job)))
      const queued = batch.map(({ id, job: { folder: _, ...job } }) => ({
        name: 'run',
        data: { study: this.id, job },
        opts: { jobId: id, priority: priorityOf(job.priority) },
      }))
      await this.#insist(() => this.#queue.addBulk(queued))
    }
  }

  async #provide(id: string, { folder }: Job): Promise<void> {
    const archive = hasCheckpoint(folder) ? await archiveRun(folder) : new Map<string, Buffer>()
    await this.#insist(() => this.#store.provide(id, archive))
  }

  /** Brings home what is done, many at a time: one alone would wait for the disk at each of its files. */
  async #collect(): Promise<void> {
    const done = await this.#store.done(this.id)
    for (let begin = 0; begin < done.length; begin += COLLECTED)
      await Promise.all(done.slice(begin, begin + COLLECTED).map((id) => this.#collectOne(id)))
  }

  async #collectOne(id: string): Promise<void> {
    const pending = this.#pending.get(id)
    const came = pending && (await this.#fetch(id, pending.job))
    if (pending && came?.contents) await bringHome(came.contents, pending.job.folder)
    await this.#store.collected(this.id, id)
    if (came) await this.#ended(id, came.outcome)
  }

  /** How a run ended and its files; a run that failed without files if what came is not this run. */
  async #fetch(
    id: string,
    job: Job,
  ): Promise<{ readonly outcome: Outcome; readonly contents?: RunContents } | undefined> {
    try {
      const { archive, outcome } = await this.#store.fetch(id)
      if (!outcome) return undefined
      const contents = await expandRun(archive)
      requireOwnRun(contents, job, outcome)
      return { outcome, contents }
    } catch (error) {
      if (refusalIn(error) !== undefined) throw error
      const { message, stack = '' } = error as Error
      return { outcome: { status: 'failed', message, stack } }
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
  async #givenUp(ids: readonly string[]): Promise<{ readonly id: string; readonly reason: string }[]> {
    const standings = [...(await survey(this.#redis, ids))]
    return standings.flatMap(([id, standing]) =>
      standing.kind === 'given-up' ? [{ id, reason: standing.reason }] : [],
    )
  }

  /** Ends what the queue has given up, and queues what Redis has forgotten, as it may after a crash. A part of the runs each time. */
  async #lookForTrouble(): Promise<void> {
    const pending = [...this.#pending.keys()]
    if (this.#surveyed >= pending.length) this.#surveyed = 0
    const ids = pending.slice(this.#surveyed, this.#surveyed + SURVEYED)
    this.#surveyed += SURVEYED
    for (const { id, reason } of await this.#givenUp(ids)) {
      await this.#queue.remove(id)
      const message = reason.includes('stalled')
        ? 'the workers that had it vanished, again and again: it may bring them down'
        : reason || 'the queue gave it up'
      await this.#ended(id, { status: 'failed', message, stack: '' })
    }
    await this.#enqueue(await this.#missing(ids.filter((id) => this.#pending.has(id))))
  }

  async #missing(ids: readonly string[]): Promise<string[]> {
    const standings = await survey(this.#redis, ids)
    const done = new Set(await this.#store.done(this.id))
    return ids.filter((id) => standings.get(id)?.kind === 'missing' && !done.has(id))
  }

  async #countWorkers(): Promise<void> {
    const count = await this.#queue.getWorkersCount()
    const others = count > 0 ? [] : otherVersions(String(await this.#redis.client('LIST')))
    const workers = [count, ...others].join()
    if (workers !== this.#workers) this.#options.onWorkers(count, others)
    this.#workers = workers
  }

  /** Takes back what waits, and waits for what runs to stop with a checkpoint. */
  async #stop(): Promise<void> {
    try {
      await this.#store.stop(this.id, true)
    } catch (error) {
      // Nobody can be told to stop: the workers go on, and what they did is there when the study is taken up again.
      if (refusalIn(error) === undefined) throw error
      return this.#onRefused(refusalIn(error))
    }
    const deadline = performance.now() + STOP_TIMEOUT_MS
    while (this.#pending.size > 0 && performance.now() < deadline) {
      const ids = [...this.#pending.keys()]
      // One that a worker has can't be removed.
      for (let begin = 0; begin < ids.length; begin += BATCH)
        await Promise.allSettled(ids.slice(begin, begin + BATCH).map((id) => this.#queue.remove(id)))
      const gone = await this.#missing(ids)
      await this.#collect()
      for (const id of gone) this.#pending.delete(id)
      if (this.#pending.size > 0) await pause(POLL_MS)
    }
  }
}

/** The run's files take the place of what a run left here that never had a checkpoint. */
async function bringHome(contents: RunContents, folder: string): Promise<void> {
  if (!hasCheckpoint(folder)) clearLeftovers(folder)
  forgetFailure(folder)
  await writeContents(contents, folder)
}

const isCutShort = ({ stopAt, config }: Job, outcome: Outcome) =>
  outcome.status === 'stopped' && outcome.result.steps < (stopAt ?? config.totalSteps)

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
