import * as fs from 'node:fs'
import * as path from 'node:path'
import type { KernelBuild } from '../../kernels/index.ts'
import type { Change, Config, Metrics, Origin, Result } from '../../training/index.ts'
import {
  BEST_FILE,
  CHANGES_FILE,
  CHECKPOINT_FILE,
  CONFIG_FILE,
  checksumOf,
  configText,
  METRICS_FILE,
  RESULT_FILE,
  resultText,
} from '../files/index.ts'
import { ChangesFile } from './changes-file.ts'
import { writing } from './file-error.ts'
import { keepLatest } from './kept-checkpoints.ts'
import { lockFolder } from './lock-folder.ts'
import { makeFolder } from './make-folder.ts'
import { MetricsFile } from './metrics-file.ts'
import { hasCheckpoint } from './read.ts'
import { refuseUsed } from './refuse-used.ts'
import { removeIfEmpty } from './remove-if-empty.ts'
import { TensorboardLog } from './tensorboard.ts'
import { writeAtomically } from './write-atomically.ts'

/** The folder that a run writes while it trains; no other process writes it meanwhile. */
export class RunFolder {
  readonly dir: string
  readonly #metrics: MetricsFile
  readonly #changes: ChangesFile
  readonly #tensorboard: TensorboardLog
  readonly #created: boolean
  readonly #unlock: () => void
  /** Of the folder that was opened: one of the same name may take its place. */
  readonly #inode: number
  /** Of the latest checkpoint, in steps. */
  #latest: number | undefined

  /** @param done of the run so far. */
  private constructor(
    dir: string,
    created: boolean,
    unlock: () => void,
    done: Pick<Result, 'updates' | 'steps'>,
  ) {
    this.dir = dir
    this.#created = created
    this.#unlock = unlock
    this.#inode = fs.statSync(dir).ino
    this.#changes = new ChangesFile(dir)
    this.#metrics = new MetricsFile(path.join(dir, METRICS_FILE), done.updates)
    this.#tensorboard = new TensorboardLog(dir, done.steps)
    if (hasCheckpoint(dir)) this.#latest = done.steps
  }

  /** @throws Error of one line when the folder exists and is not empty, and when it can't be written. */
  static create(dir: string, config: Config, kernels: KernelBuild, origin: Origin = {}): RunFolder {
    refuseUsed(dir, 'out', 'go on with the run in it by resume')
    const created = !fs.existsSync(dir)
    makeFolder(dir)
    return locked(dir, (unlock) => {
      writeAtomically(
        path.join(dir, CONFIG_FILE),
        configText(config, kernels, process.version, besideOf(origin)),
      )
      return new RunFolder(dir, created, unlock, { updates: 0, steps: 0 })
    })
  }

  /**
   * Opens the folder to go on from what is done: later rows of metrics, which had no checkpoint, are dropped.
   *
   * @throws Error of one line when another process writes it, and when it can't be written.
   */
  static reopen(dir: string, done: Pick<Result, 'updates' | 'steps'>): RunFolder {
    return locked(dir, (unlock) => {
      for (const file of [
        RESULT_FILE,
        `${RESULT_FILE}.tmp`,
        `${CHECKPOINT_FILE}.tmp`,
        `${BEST_FILE}.tmp`,
        `${METRICS_FILE}.tmp`,
      ])
        writing(path.join(dir, file), () => fs.rmSync(path.join(dir, file), { force: true }))
      return new RunFolder(dir, false, unlock, done)
    })
  }

  /** Keeps what was changed on the way. @throws Error of one line if the folder can't be written. */
  recordChanges(changes: readonly Change[]): void {
    this.#requirePlace()
    this.#changes.record(changes)
  }

  append(metrics: Metrics): void {
    if (this.#metrics.append(metrics)) this.#tensorboard.append(metrics)
  }

  /**
   * @param step at which it was taken.
   * @param keep how many earlier ones stay beside it.
   * @throws Error of one line if the folder is gone, or can't be written.
   */
  checkpoint(bytes: Uint8Array, step: number, keep: number): void {
    this.#metrics.sync()
    this.#requirePlace()
    if (this.#latest !== undefined && this.#latest !== step) keepLatest(this.dir, this.#latest, keep)
    this.#write(CHECKPOINT_FILE, bytes)
    this.#latest = step
  }

  /** The latest checkpoint is also the best. @throws Error of one line, as `checkpoint` does. */
  keepBest(bytes: Uint8Array): void {
    this.#write(BEST_FILE, bytes)
  }

  #write(name: string, bytes: Uint8Array): void {
    this.#requirePlace()
    const file = path.join(this.dir, name)
    writing(file, () => fs.mkdirSync(path.dirname(file), { recursive: true }))
    writeAtomically(file, bytes)
  }

  /** @throws Error of one line if the folder is gone, or can't be written. */
  finish(result: Result): void {
    this.#requirePlace()
    this.#metrics.finish()
    const metrics = fs.readFileSync(path.join(this.dir, METRICS_FILE), 'utf8')
    writeAtomically(path.join(this.dir, RESULT_FILE), resultText(result, checksumOf(result, metrics)))
  }

  close(): void {
    this.#metrics.close()
    this.#tensorboard.close()
    this.#unlock()
  }

  hasCheckpoint(): boolean {
    return this.#inPlace && hasCheckpoint(this.dir)
  }

  /** Takes back a run that never reached a checkpoint: its own files, and the folder if that was made for it and has no others. */
  discard(): void {
    if (!this.#inPlace) return
    this.#unlock()
    const own = [CONFIG_FILE, METRICS_FILE, CHANGES_FILE, `${CHECKPOINT_FILE}.tmp`, `${BEST_FILE}.tmp`].map(
      (file) => path.join(this.dir, file),
    )
    for (const file of [...own, this.#tensorboard.path]) fs.rmSync(file, { force: true })
    removeIfEmpty(path.join(this.dir, path.dirname(CHECKPOINT_FILE)))
    if (this.#created) removeIfEmpty(this.dir)
  }

  get #inPlace(): boolean {
    return fs.statSync(this.dir, { throwIfNoEntry: false })?.ino === this.#inode
  }

  #requirePlace(): void {
    if (!this.#inPlace)
      throw new Error(
        `the folder ${this.dir} was removed or renamed while the run wrote to it; what it had written went with it`,
      )
  }
}

/** Opens a run's folder under its lock, which goes if it can't be opened. */
function locked(dir: string, open: (unlock: () => void) => RunFolder): RunFolder {
  const unlock = writing(dir, () => lockFolder(dir))
  try {
    return open(unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

/** Of nothing, nothing is said. */
const besideOf = (origin: Origin) => (Object.keys(origin).length === 0 ? {} : { origin })

/** What a run's record says beside its checkpoint. */
interface Written {
  readonly config: Config
  readonly changes: readonly Change[]
  readonly origin: Origin
  readonly result: Result
}

/** Writes a finished run to a new folder. */
export function writeRun(
  dir: string,
  { config, changes, origin, result }: Written,
  kernels: KernelBuild,
  checkpoint: Uint8Array,
): void {
  const folder = RunFolder.create(dir, config, kernels, origin)
  folder.recordChanges(changes)
  folder.checkpoint(checkpoint, result.steps, 0)
  folder.finish(result)
  folder.close()
}
