/** Curves of rows that keep coming, in a bounded number of points: neither a row nor a drawing costs more the more there are. */
import type { Metrics } from '../../../src/training/index.ts'
import { type CurveAxis, type CurveMetric, curveMetrics } from '../../../src/training/metrics.ts'

/** Most points of a line: about one for each pixel. */
export const MAX_POINTS = 640

/** Sums over a few rows that follow each other. */
class Bucket {
  rows = 0
  step = 0
  seconds = 0
  readonly #sums = new Float64Array(curveMetrics.length)
  readonly #counts = new Uint32Array(curveMetrics.length)

  add(row: Metrics): void {
    this.rows++
    this.step = row.step
    this.seconds = row.seconds
    curveMetrics.forEach((metric, i) => {
      const value = row[metric]
      if (value === null || value === undefined) return
      this.#sums[i] += value
      this.#counts[i]++
    })
  }

  /** Takes in the one that follows. */
  merge(next: Bucket): void {
    this.rows += next.rows
    this.step = next.step
    this.seconds = next.seconds
    for (let i = 0; i < curveMetrics.length; i++) {
      this.#sums[i] += next.#sums[i]
      this.#counts[i] += next.#counts[i]
    }
  }

  /**
   * undefined where no row has the metric.
   *
   * @param i its place in `curveMetrics`.
   */
  mean(i: number): number | undefined {
    return this.#counts[i] === 0 ? undefined : this.#sums[i] / this.#counts[i]
  }
}

/** Means of as many rows each as leave at most {@link MAX_POINTS}; whenever they would be more, two become one. */
export class CurveBuckets {
  readonly #buckets: Bucket[] = []
  #rowsEach = 1

  add(row: Metrics): void {
    let last = this.#buckets.at(-1)
    if (last === undefined || last.rows === this.#rowsEach) {
      if (this.#buckets.length === MAX_POINTS) this.#halve()
      last = new Bucket()
      this.#buckets.push(last)
    }
    last.add(row)
  }

  #halve(): void {
    for (let i = 0; i < MAX_POINTS / 2; i++) {
      const bucket = this.#buckets[2 * i]
      bucket.merge(this.#buckets[2 * i + 1])
      this.#buckets[i] = bucket
    }
    this.#buckets.length = MAX_POINTS / 2
    this.#rowsEach *= 2
  }

  /** The metric's means and where they stand: at the last row of each. */
  curve(metric: CurveMetric, axis: CurveAxis): [at: number[], means: number[]] {
    const at: number[] = []
    const means: number[] = []
    const i = curveMetrics.indexOf(metric)
    for (const bucket of this.#buckets) {
      const mean = bucket.mean(i)
      if (mean === undefined) continue
      at.push(bucket[axis])
      means.push(mean)
    }
    return [at, means]
  }
}
