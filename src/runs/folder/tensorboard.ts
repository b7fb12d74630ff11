import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Metrics } from '../../training/metrics.ts'
import { eventFileName, fileVersion, metricsEvent, restartEvent } from '../files/index.ts'
import { writing } from './file-error.ts'

/** Writes metrics as a TensorBoard event file. */
export class TensorboardLog {
  readonly path: string
  readonly #file: number

  /**
   * Opens a new event file in `dir`; a resumed run has several.
   *
   * @param steps done so far: what earlier files have beyond them, TensorBoard forgets.
   */
  constructor(dir: string, steps: number) {
    const seconds = Date.now() / 1000
    const goesOn = steps > 0 || eventFilesIn(dir).length > 0
    this.path = path.join(dir, eventFileName(secondsAfter(dir, seconds), process.pid))
    this.#file = writing(this.path, () => fs.openSync(this.path, 'a'))
    this.#write(fileVersion(seconds))
    if (goesOn) this.#write(restartEvent(steps + 1, seconds))
  }

  append(metrics: Metrics): void {
    this.#write(metricsEvent(metrics, Date.now() / 1000))
  }

  close(): void {
    fs.closeSync(this.#file)
  }

  #write(record: Uint8Array): void {
    writing(this.path, () => fs.writeSync(this.#file, record))
  }
}

/** The seconds of those that are there. */
const eventFilesIn = (dir: string): number[] =>
  fs
    .readdirSync(dir)
    .flatMap((name) => /^events\.out\.tfevents\.(\d+)\./.exec(name)?.[1] ?? [])
    .map(Number)

/** These seconds, or one more than those of the latest event file: TensorBoard reads files in the order of their names. */
function secondsAfter(dir: string, seconds: number): number {
  return Math.max(seconds, ...eventFilesIn(dir).map((other) => other + 1))
}
