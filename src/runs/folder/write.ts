import * as fs from 'node:fs'
import * as path from 'node:path'
import type { KernelBuild } from '../../kernels/index.ts'
import type { Config, Metrics, Result } from '../../training/index.ts'
import {
  CHECKPOINT_FILE,
  CONFIG_FILE,
  configText,
  METRICS_FILE,
  RESULT_FILE,
  resultText,
} from '../files/index.ts'
import { MetricsFile } from './metrics-file.ts'
import { hasCheckpoint } from './read.ts'
import { refuseUsed } from './refuse-used.ts'
import { TensorboardLog } from './tensorboard.ts'
import { writeAtomically } from './write-atomically.ts'

/** The folder that a run writes while it trains. */
export class RunFolder {
  readonly dir: string
  readonly #metrics: MetricsFile
  readonly #tensorboard: TensorboardLog
  readonly #created: boolean

  /** @param updates done so far. */
  private constructor(dir: string, created: boolean, updates: number) {
    this.dir = dir
    this.#created = created
    this.#metrics = new MetricsFile(path.join(dir, METRICS_FILE), updates)
    this.#tensorboard = new TensorboardLog(dir)
  }

  /** @throws Error when the folder exists and is not empty. */
  static create(dir: string, config: Config, kernels: KernelBuild): RunFolder {
    refuseUsed(dir, 'out', 'go on with the run in it by resume')
    const created = !fs.existsSync(dir)
    fs.mkdirSync(dir, { recursive: true })
    writeAtomically(path.join(dir, CONFIG_FILE), configText(config, kernels, process.version))
    return new RunFolder(dir, created, 0)
  }

  /** Opens the folder to go on after `updates`: later rows of metrics, which had no checkpoint, are dropped. */
  static reopen(dir: string, updates: number): RunFolder {
    fs.rmSync(path.join(dir, RESULT_FILE), { force: true })
    return new RunFolder(dir, false, updates)
  }

  append(metrics: Metrics): void {
    if (this.#metrics.append(metrics)) this.#tensorboard.append(metrics)
  }

  checkpoint(bytes: Uint8Array): void {
    this.#metrics.sync()
    const file = path.join(this.dir, CHECKPOINT_FILE)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    writeAtomically(file, bytes)
  }

  finish(result: Result): void {
    this.#metrics.finish()
    writeAtomically(path.join(this.dir, RESULT_FILE), resultText(result))
  }

  close(): void {
    this.#metrics.close()
    this.#tensorboard.close()
  }

  hasCheckpoint(): boolean {
    return hasCheckpoint(this.dir)
  }

  /** Takes back a run that never reached a checkpoint. */
  discard(): void {
    if (this.#created) fs.rmSync(this.dir, { recursive: true, force: true })
    else
      for (const name of fs.readdirSync(this.dir)) fs.rmSync(path.join(this.dir, name), { recursive: true })
  }
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
