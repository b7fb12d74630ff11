import * as fs from 'node:fs'
import type { Metrics } from '../../training/metrics.ts'
import { metricsLine } from '../files/index.ts'
import { writing } from './file-error.ts'
import { writeAtomically } from './write-atomically.ts'

/** Most rows a file has. */
export const MAX_ROWS = 8192

/** Updates from one row to the next after so many updates: the smallest power of two that leaves at most MAX_ROWS. */
export function strideAt(updates: number): number {
  let stride = 1
  while (updates > stride * MAX_ROWS) stride *= 2
  return stride
}

/**
 * `metrics.jsonl`: a row an update, as JSON. A long run keeps every second row, then every fourth, …, so that the file
 * stays as small as it was after MAX_ROWS updates; the last row of a run is there in any case. Which rows there are
 * depends on nothing but the number of updates.
 */
export class MetricsFile {
  readonly #path: string
  #file: number
  #stride: number
  /** The last update, if it has no row. */
  #skipped: Metrics | undefined

  /** Opens the file to go on after `updates`; rows that are not due by then are dropped. */
  constructor(path: string, updates: number) {
    this.#path = path
    this.#stride = strideAt(updates)
    this.#thin(updates)
    this.#file = this.#open()
  }

  /** Returns whether the update was due for a row. */
  append(metrics: Metrics): boolean {
    const stride = strideAt(metrics.update)
    if (stride !== this.#stride) {
      this.#stride = stride
      fs.closeSync(this.#file)
      this.#thin(metrics.update)
      this.#file = this.#open()
    }
    const due = metrics.update % stride === 0
    this.#skipped = due ? undefined : metrics
    if (due) this.#write(metrics)
    return due
  }

  /** Gives the last update a row. */
  finish(): void {
    if (this.#skipped) this.#write(this.#skipped)
    this.#skipped = undefined
  }

  sync(): void {
    writing(this.#path, () => fs.fsyncSync(this.#file))
  }

  close(): void {
    fs.closeSync(this.#file)
  }

  #write(metrics: Metrics): void {
    writing(this.#path, () => fs.writeSync(this.#file, metricsLine(metrics)))
  }

  #open(): number {
    return writing(this.#path, () => fs.openSync(this.#path, 'a'))
  }

  /** Leaves the rows of every `#stride`th update up to `updates`; the end of a row cut off by a crash is not a row. */
  #thin(updates: number): void {
    if (!fs.existsSync(this.#path)) return
    const rows = fs.readFileSync(this.#path, 'utf8').split('\n')
    const kept = rows.filter((row) => {
      const update = Number(/^\{"update":(\d+),.*\}$/.exec(row)?.[1] ?? Number.NaN)
      return update <= updates && update % this.#stride === 0
    })
    writeAtomically(this.#path, kept.map((row) => `${row}\n`).join(''))
  }
}
