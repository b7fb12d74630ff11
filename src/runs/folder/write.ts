/** The files of a run, in Node: config.json, metrics.jsonl, checkpoint/, result.json. */
import * as fs from 'node:fs'
import * as path from 'node:path'
import type { KernelBuild } from '../../kernels/index.ts'
import { type Checkpoint, decodeCheckpoint } from '../../training/checkpoint.ts'
import type { Config } from '../../training/config.ts'
import type { Metrics, Result } from '../../training/metrics.ts'
import { type ConfigFile, configText } from '../config-file.ts'
import { MetricsFile } from './metrics-file.ts'
import { TensorboardLog } from './tensorboard.ts'
import { writeAtomically } from './write-atomically.ts'

const checkpointFile = (dir: string) => path.join(dir, 'checkpoint', 'checkpoint.safetensors')

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
    this.#metrics = new MetricsFile(path.join(dir, 'metrics.jsonl'), updates)
    this.#tensorboard = new TensorboardLog(dir)
  }

  /** @throws Error when the folder exists and is not empty. */
  static create(dir: string, config: Config, kernels: KernelBuild): RunFolder {
    refuseUsed(dir)
    const created = !fs.existsSync(dir)
    fs.mkdirSync(dir, { recursive: true })
    writeAtomically(path.join(dir, 'config.json'), configText(config, kernels, process.version))
    return new RunFolder(dir, created, 0)
  }

  /** Opens the folder to go on after `updates`: later rows of metrics, which had no checkpoint, are dropped. */
  static reopen(dir: string, updates: number): RunFolder {
    fs.rmSync(path.join(dir, 'result.json'), { force: true })
    return new RunFolder(dir, false, updates)
  }

  append(metrics: Metrics): void {
    if (this.#metrics.append(metrics)) this.#tensorboard.append(metrics)
  }

  checkpoint(bytes: Uint8Array): void {
    this.#metrics.sync()
    writeCheckpoint(this.dir, bytes)
  }

  finish(result: Result): void {
    this.#metrics.finish()
    writeAtomically(path.join(this.dir, 'result.json'), `${JSON.stringify(result, null, 2)}\n`)
  }

  close(): void {
    this.#metrics.close()
    this.#tensorboard.close()
  }

  hasCheckpoint(): boolean {
    return fs.existsSync(checkpointFile(this.dir))
  }

  /** Takes back a run that never reached a checkpoint. */
  discard(): void {
    if (this.#created) fs.rmSync(this.dir, { recursive: true, force: true })
    else
      for (const name of fs.readdirSync(this.dir)) fs.rmSync(path.join(this.dir, name), { recursive: true })
  }
}

/** @throws Error when `dir` exists and is not an empty folder. */
export function refuseUsed(dir: string): void {
  if (!fs.existsSync(dir)) return
  if (!fs.statSync(dir).isDirectory()) throw new Error(`out is '${dir}', which is a file; name a new folder`)
  if (fs.readdirSync(dir).length > 0)
    throw new Error(
      `out is '${dir}', which is not empty; name a new folder, or go on with the run in it by resume`,
    )
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

/** @throws Error that names the file and what is wrong with it. */
export function readConfigFile(dir: string): ConfigFile {
  const file = path.join(dir, 'config.json')
  if (!fs.existsSync(file)) throw new Error(`'${dir}' is no run: it has no config.json`)
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`'${file}' is damaged: ${(error as Error).message}`, { cause: error })
  }
}

/** @throws Error that names the file and what is wrong with it. */
export async function readCheckpoint(dir: string): Promise<{ checkpoint: Checkpoint; bytes: Uint8Array }> {
  const file = checkpointFile(dir)
  if (!fs.existsSync(file))
    throw new Error(`'${dir}' has no checkpoint (${file} is missing); train a run first`)
  const bytes = fs.readFileSync(file)
  try {
    return { checkpoint: await decodeCheckpoint(bytes), bytes }
  } catch (error) {
    throw new Error(`the checkpoint '${file}' can't be read: ${(error as Error).message}`, { cause: error })
  }
}

function writeCheckpoint(dir: string, bytes: Uint8Array): void {
  fs.mkdirSync(path.join(dir, 'checkpoint'), { recursive: true })
  writeAtomically(checkpointFile(dir), bytes)
}
