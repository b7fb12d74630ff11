import type { Pcg64 } from '../random/index.ts'

const BATCH = 128
const BETA1 = 0.9
const BETA2 = 0.999

/** Multinomial logistic regression, p(a|x) = softmax(xW + b), by Adam; the weights are averaged over the second half of the way. */
export class SoftmaxRegression {
  readonly #inputs: number
  readonly #actions: number
  /** [(inputs + 1) × actions], the intercepts last. */
  readonly #weights: Float64Array
  readonly #gradient: Float64Array
  readonly #first: Float64Array
  readonly #second: Float64Array
  readonly #mean: Float64Array
  #steps = 0
  #averaged = 0

  constructor(inputs: number, actions: number) {
    this.#inputs = inputs
    this.#actions = actions
    const zeros = () => new Float64Array((inputs + 1) * actions)
    this.#weights = zeros()
    this.#gradient = zeros()
    this.#first = zeros()
    this.#second = zeros()
    this.#mean = zeros()
  }

  /** p(·|x) of the context [inputs] that begins at `at`, into `probabilities` [actions]. */
  predict(contexts: Float32Array, at: number, probabilities: Float64Array): void {
    const n = this.#actions
    const weights = this.#weights
    for (let a = 0; a < n; a++) probabilities[a] = weights[this.#inputs * n + a]
    for (let i = 0; i < this.#inputs; i++) {
      const x = contexts[at + i]
      if (x !== 0) for (let a = 0; a < n; a++) probabilities[a] += x * weights[i * n + a]
    }
    let largest = Number.NEGATIVE_INFINITY
    for (let a = 0; a < n; a++) largest = Math.max(largest, probabilities[a])
    let sum = 0
    for (let a = 0; a < n; a++) sum += probabilities[a] = Math.exp(probabilities[a] - largest)
    for (let a = 0; a < n; a++) probabilities[a] /= sum
  }

  /**
   * Learns from some rows, in an order drawn anew.
   *
   * @param rate of Adam's steps.
   * @param isLate whether the weights on the way count in the average, which `finish` takes.
   */
  learn(
    contexts: Float32Array,
    actions: Int32Array,
    rows: number,
    rate: number,
    isLate: boolean,
    random: Pcg64,
  ): void {
    const order = Int32Array.from({ length: rows }, (_, i) => i)
    random.shuffle(order)
    for (let from = 0; from < rows; from += BATCH)
      this.#step(contexts, actions, order.subarray(from, Math.min(rows, from + BATCH)), rate, isLate)
  }

  finish(): void {
    if (this.#averaged > 0) this.#weights.set(this.#mean)
  }

  #step(contexts: Float32Array, actions: Int32Array, rows: Int32Array, rate: number, isLate: boolean): void {
    const [n, inputs] = [this.#actions, this.#inputs]
    const gradient = this.#gradient.fill(0)
    const probabilities = new Float64Array(n)
    for (const row of rows) {
      const at = row * inputs
      this.predict(contexts, at, probabilities)
      probabilities[actions[row]] -= 1
      for (let i = 0; i < inputs; i++) {
        const x = contexts[at + i] / rows.length
        if (x !== 0) for (let a = 0; a < n; a++) gradient[i * n + a] += x * probabilities[a]
      }
      for (let a = 0; a < n; a++) gradient[inputs * n + a] += probabilities[a] / rows.length
    }
    this.#adam(rate, isLate)
  }

  #adam(rate: number, isLate: boolean): void {
    this.#steps++
    if (isLate) this.#averaged++
    const correction1 = 1 - BETA1 ** this.#steps
    const correction2 = 1 - BETA2 ** this.#steps
    for (let i = 0; i < this.#weights.length; i++) {
      const g = this.#gradient[i]
      this.#first[i] = BETA1 * this.#first[i] + (1 - BETA1) * g
      this.#second[i] = BETA2 * this.#second[i] + (1 - BETA2) * g * g
      this.#weights[i] -=
        (rate * (this.#first[i] / correction1)) / (Math.sqrt(this.#second[i] / correction2) + 1e-8)
      if (isLate) this.#mean[i] += (this.#weights[i] - this.#mean[i]) / this.#averaged
    }
  }
}
