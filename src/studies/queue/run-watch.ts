/** Looks after a run in progress: tells its study how it goes, lets checkpoints travel, and notices when it has to stop. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Metrics } from '../../training/metrics.ts'
import { CHECKPOINT_FILE } from '../run-files.ts'
import { pack, sizeOf } from './cargo.ts'
import type { Depot, Lock } from './depot.ts'

/** Seconds between two looks at a run in progress. */
const TICK = 0.5
/** A checkpoint with its files larger than this, compressed, stays here; the run would begin anew elsewhere. */
const LARGEST = 64 * 2 ** 20

export interface WatchedRun {
  readonly study: string
  readonly id: string
  readonly folder: string
  readonly lock: Lock
  /** Seconds. */
  readonly travelEvery: number
}

export class RunWatch {
  /** The run is another worker's now. */
  readonly lost = new AbortController()
  /** The study was stopped. */
  readonly stopped = new AbortController()
  readonly #depot: Depot
  readonly #run: WatchedRun
  readonly #over = new AbortController()
  #metrics: Metrics | undefined
  #travelled = performance.now()
  /** When the checkpoint that travelled last was written. */
  #sent = 0

  constructor(depot: Depot, run: WatchedRun) {
    this.#depot = depot
    this.#run = run
  }

  progress(metrics: Metrics): void {
    this.#metrics = metrics
  }

  /** Goes on until the end. */
  async begin(): Promise<void> {
    await this.#tell({})
    while (!this.#over.signal.aborted) {
      await pause(1000 * TICK, this.#over.signal)
      if (this.#over.signal.aborted) return
      if (this.#metrics) await this.#tell({ metrics: this.#metrics })
      this.#metrics = undefined
      if (await this.#depot.isStopped(this.#run.study)) this.stopped.abort()
      await this.#travel()
    }
  }

  end(): void {
    this.#over.abort()
  }

  #tell = (news: { readonly metrics?: Metrics }) =>
    this.#depot.tell(this.#run.study, { id: this.#run.id, ...news })

  /** Sends a checkpoint that is new, if it is time. */
  async #travel(): Promise<void> {
    const { study, id, folder, lock, travelEvery } = this.#run
    if (performance.now() - this.#travelled < 1000 * travelEvery) return
    this.#travelled = performance.now()
    const written = statSync(join(folder, CHECKPOINT_FILE), { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (written === this.#sent) return
    this.#sent = written
    const cargo = await pack(folder)
    if (sizeOf(cargo) > LARGEST) return
    if (!(await this.#depot.deliver(study, id, lock, { cargo }))) this.lost.abort()
  }
}

const pause = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
