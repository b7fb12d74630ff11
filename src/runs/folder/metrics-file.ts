import * as fs from 'node:fs'
import type { Metrics } from '../../training/metrics.ts'
import { gapIn, metricsLine, strideAt } from '../files/index.ts'
import { writing } from './file-error.ts'
import { plainFile } from './plain-file.ts'
import { writeAtomically } from './write-atomically.ts'

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

  /**
   * Opens the file to go on after `updates`; rows that are not due by then are dropped.
   *
   * @throws Error of one line where rows are missing before that: what follows would hide it.
   */
  constructor(path: string, updates: number) {
    this.#path = path
    this.#stride = strideAt(updates)
    const kept = this.#thin(updates)
    const gap = kept.length > 0 ? gapIn([...kept, updates]) : undefined
    if (gap)
      throw new Error(
        `${path} has no rows between updates ${gap[0]} and ${gap[1]}, which the checkpoint comes after; restore the file, or remove it to go on without its rows`,
      )
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

  /**
   * Leaves the rows of every `#stride`th update up to `updates`; the end of a row cut off by a crash is not a row.
   *
   * @returns the updates of these rows.
   */
  #thin(updates: number): number[] {
    const text = plainFile(this.#path)
    if (!text) return []
    const rows = String(text).split('\n')
    const updateOf = (row: string) => Number(/^\{"update":(\d+),.*\}$/.exec(row)?.[1] ?? Number.NaN)
    const kept = rows.filter((row) => updateOf(row) <= updates && updateOf(row) % this.#stride === 0)
    writeAtomically(this.#path, kept.map((row) => `${row}\n`).join(''))
    return kept.map(updateOf)
  }
}
