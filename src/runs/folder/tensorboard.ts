import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Metrics } from '../../training/metrics.ts'
import { eventFileName, fileVersion, metricsEvent } from '../files/index.ts'

/** Writes metrics as a TensorBoard event file. */
export class TensorboardLog {
  readonly #file: number

  /** Opens a new event file in `dir`; a resumed run has several. */
  constructor(dir: string) {
    const seconds = Date.now() / 1000
    this.#file = fs.openSync(path.join(dir, eventFileName(seconds, process.pid)), 'a')
    fs.writeSync(this.#file, fileVersion(seconds))
  }

  append(metrics: Metrics): void {
    fs.writeSync(this.#file, metricsEvent(metrics, Date.now() / 1000))
  }

  close(): void {
    fs.closeSync(this.#file)
  }
}
