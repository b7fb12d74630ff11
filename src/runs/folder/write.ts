import * as fs from 'node:fs'
import * as path from 'node:path'
import type { KernelBuild } from '../../kernels/index.ts'
import type { Config, Metrics, Result } from '../../training/index.ts'
import {
  BEST_FILE,
  CHECKPOINT_FILE,
  CONFIG_FILE,
  configText,
  METRICS_FILE,
  RESULT_FILE,
  resultText,
} from '../files/index.ts'
import { checksumOf } from './checksum.ts'
import { writing } from './file-error.ts'
import { lockFolder } from './lock-folder.ts'
import { makeFolder } from './make-folder.ts'
import { MetricsFile } from './metrics-file.ts'
import { hasCheckpoint } from './read.ts'
import { refuseUsed } from './refuse-used.ts'
import { TensorboardLog } from './tensorboard.ts'
import { writeAtomically } from './write-atomically.ts'

/** The folder that a run writes while it trains; no other process writes it meanwhile. */
export class RunFolder {
  readonly dir: string
  readonly #metrics: MetricsFile
  readonly #tensorboard: TensorboardLog
  readonly #created: boolean
  readonly #unlock: () => void
  /** Of the folder that was opened: one of the same name may take its place. */
  readonly #inode: number

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
    this.#metrics = new MetricsFile(path.join(dir, METRICS_FILE), done.updates)
    this.#tensorboard = new TensorboardLog(dir, done.steps)
  }

  /** @throws Error of one line when the folder exists and is not empty, and when it can't be written. */
  static create(dir: string, config: Config, kernels: KernelBuild): RunFolder {
    refuseUsed(dir, 'out', 'go on with the run in it by resume')
    const created = !fs.existsSync(dir)
    makeFolder(dir)
    return locked(dir, (unlock) => {
      writeAtomically(path.join(dir, CONFIG_FILE), configText(config, kernels, process.version))
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

  append(metrics: Metrics): void {
    if (this.#metrics.append(metrics)) this.#tensorboard.append(metrics)
  }

  /** @throws Error of one line if the folder is gone, or can't be written. */
  checkpoint(bytes: Uint8Array): void {
    this.#metrics.sync()
    this.#write(CHECKPOINT_FILE, bytes)
  }

  /** A checkpoint that is also kept as the best, beside later ones. @throws Error of one line, as `checkpoint` does. */
  keepBest(bytes: Uint8Array): void {
    this.checkpoint(bytes)
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
    const own = [CONFIG_FILE, METRICS_FILE, `${CHECKPOINT_FILE}.tmp`, `${BEST_FILE}.tmp`].map((file) =>
      path.join(this.dir, file),
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

function removeIfEmpty(dir: string): void {
  if (fs.existsSync(dir) && fs.readdirSync(dir).length === 0) fs.rmdirSync(dir)
}

/** Writes a finished run to a new folder. */
export function writeRun(
  dir: string,
  config: Config,
  kernels: KernelBuild,
  checkpoint: Uint8Array,
  result: Result,
): void {
  const folder = RunFolder.create(dir, config, kernels)
  folder.checkpoint(checkpoint)
  folder.finish(result)
  folder.close()
}
