/** Running mean and deviation, in one pass (Welford 1962). */
export class Moments {
  count = 0
  mean = 0
  #squares = 0

  add(value: number): void {
    this.count++
    const delta = value - this.mean
    this.mean += delta / this.count
    this.#squares += delta * (value - this.mean)
  }

  /** 1 of a column that never varies, whose numbers are then 0. */
  get deviation(): number {
    const deviation = this.count === 0 ? 0 : Math.sqrt(this.#squares / this.count)
    return deviation > Math.abs(this.mean) * 1e-12 ? deviation : 1
  }
}
