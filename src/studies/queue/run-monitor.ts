/** Looks after a run in progress: tells its study how it goes, lets checkpoints travel, and notices when it has to stop. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKPOINT_FILE } from '../../runs/files/index.ts'
import type { Metrics } from '../../training/metrics.ts'
import { refusalIn } from './insist.ts'
import type { Lock, RedisStore } from './redis-store.ts'
import { archiveRun, sizeOf } from './run-archive.ts'

/** Seconds between two looks at a run in progress. */
const TICK_SECONDS = 0.5
/** A checkpoint with its files larger than this, compressed, stays here; the run would begin anew elsewhere. */
const LARGEST = 64 * 2 ** 20

export interface MonitoredRun {
  readonly study: string
  readonly id: string
  readonly folder: string
  readonly lock: Lock
  /** Seconds. */
  readonly travelEvery: number
}

export class RunMonitor {
  /** The run is another worker's now. */
  readonly lost = new AbortController()
  /** What kept this from looking after the run, if anything did. */
  problem: string | undefined
  /** The study was stopped. */
  readonly stopped = new AbortController()
  readonly #store: RedisStore
  readonly #run: MonitoredRun
  readonly #over = new AbortController()
  #metrics: Metrics | undefined
  #travelled = performance.now()
  /** When the checkpoint that travelled last was written. */
  #sent = 0

  constructor(store: RedisStore, run: MonitoredRun) {
    this.#store = store
    this.#run = run
  }

  progress(metrics: Metrics): void {
    this.#metrics = metrics
  }

  /** Goes on until the end. What goes wrong ends the run here: without the monitor nobody would notice that it is lost. */
  async begin(): Promise<void> {
    try {
      await this.#monitor()
    } catch (error) {
      this.problem = (error as Error).message
      this.lost.abort()
    }
  }

  async #monitor(): Promise<void> {
    await this.#tell({})
    while (!this.#over.signal.aborted) {
      await pause(1000 * TICK_SECONDS, this.#over.signal)
      if (this.#over.signal.aborted) return
      if (this.#metrics) await this.#tell({ metrics: this.#metrics })
      this.#metrics = undefined
      if (await this.#store.isStopped(this.#run.study)) this.stopped.abort()
      await this.#travel()
    }
  }

  end(): void {
    this.#over.abort()
  }

  #tell = (message: { readonly metrics?: Metrics }) =>
    this.#store.publishProgress(this.#run.study, { id: this.#run.id, ...message })

  /** Sends a checkpoint that is new, if it is time. */
  async #travel(): Promise<void> {
    const { study, id, folder, lock, travelEvery } = this.#run
    if (performance.now() - this.#travelled < 1000 * travelEvery) return
    this.#travelled = performance.now()
    const written = statSync(join(folder, CHECKPOINT_FILE), { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (written === this.#sent) return
    this.#sent = written
    const archive = await archiveRun(folder)
    if (sizeOf(archive) > LARGEST) return
    try {
      if (!(await this.#store.deliver(study, id, lock, { archive }))) this.lost.abort()
    } catch (error) {
      // The next one may find room.
      if (refusalIn(error) === undefined) throw error
    }
  }
}

const pause = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end)
  })
