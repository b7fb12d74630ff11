/** The rows of a run, as many as its folder would have, with what is drawn of them and what is said: all kept up row by row, so that no drawing walks through them. */
import { strideAt } from '../../../src/runs/files/index.ts'
import type { Metrics } from '../../../src/training/index.ts'
import { RECENT, ReturnHistory } from '../../../src/training/progress.ts'
import { CurveBuckets } from './curve-buckets.ts'

export class History {
  #rows: Metrics[] = []
  readonly #recent: Metrics[] = []
  #stride = 1
  #curves = new CurveBuckets()
  #returns = new ReturnHistory()
  #mostExplained = Number.NEGATIVE_INFINITY
  #mostKl = 0

  constructor(rows: readonly Metrics[] = []) {
    for (const row of rows) this.add(row)
  }

  get latest(): Metrics | undefined {
    return this.#recent[this.#recent.length - 1]
  }

  /** The latest rows, which count as now. */
  get recent(): readonly Metrics[] {
    return this.#recent
  }

  get curves(): CurveBuckets {
    return this.#curves
  }

  get returns(): ReturnHistory {
    return this.#returns
  }

  /** The greatest explained variance so far; −∞ before there is any. */
  get mostExplained(): number {
    return this.#mostExplained
  }

  /** The greatest KL of an update so far, nats. */
  get mostKl(): number {
    return this.#mostKl
  }

  add(row: Metrics): void {
    if (this.#recent.push(row) > RECENT) this.#recent.shift()
    const stride = strideAt(row.update)
    if (stride !== this.#stride) this.#rows = this.#rows.filter(({ update }) => update % stride === 0)
    this.#stride = stride
    if (row.update % stride === 0) this.#rows.push(row)
    this.#curves.add(row)
    this.#returns.add(row)
    this.#mostExplained = Math.max(this.#mostExplained, row.explainedVariance ?? Number.NEGATIVE_INFINITY)
    if (row.approxKl > this.#mostKl) this.#mostKl = row.approxKl
  }

  /** The rows up to a step, as the folder of a run would have them: the last in any case. */
  until(step: number): readonly Metrics[] {
    const kept = this.#rows.slice(0, this.#rows.findLastIndex((row) => row.step <= step) + 1)
    const last = this.#recent.findLast((row) => row.step <= step)
    return last === undefined || last.update <= (kept.at(-1)?.update ?? 0) ? kept : [...kept, last]
  }

  /** Forgets the rows after a step, as where a run goes on from there. */
  cut(step: number): void {
    if (this.latest === undefined || this.latest.step <= step) return
    const rows = this.until(step)
    this.#rows = []
    this.#recent.length = 0
    this.#stride = 1
    this.#curves = new CurveBuckets()
    this.#returns = new ReturnHistory()
    this.#mostExplained = Number.NEGATIVE_INFINITY
    this.#mostKl = 0
    for (const row of rows) this.add(row)
  }
}
