import type { Kernels, Tensor } from '../kernels/index.ts'
import type { Pcg64 } from '../random/index.ts'
import type { Form } from '../updates/index.ts'
import type { Distribution } from './distribution.ts'

/** Logit of a forbidden action: its probability underflows to 0, and its gradient is exactly 0. */
const FORBIDDEN = -1e9

/** softmax(o) over `n` actions; outputs are logits. */
export class Categorical implements Distribution {
  readonly outputs: number
  readonly actionSize = 1
  readonly #kernels: Kernels
  readonly #masked: Tensor
  readonly #logProbabilities: Tensor
  #logits: Float32Array
  #logs: Float32Array

  /** @param maxRows the largest batch that `read` will be given. */
  constructor(kernels: Kernels, n: number, maxRows: number) {
    this.outputs = n
    this.#kernels = kernels
    this.#masked = kernels.tensor(maxRows * n)
    this.#logProbabilities = kernels.tensor(maxRows * n)
    this.#logits = this.#masked.data
    this.#logs = this.#logProbabilities.data
  }

  read(outputs: Tensor, rows: number, masks?: Uint8Array): void {
    const source = masks ? this.#applyMasks(outputs, rows * this.outputs, masks) : outputs
    this.#kernels.logSoftmax(source, this.#logProbabilities, rows, this.outputs)
    this.#logits = source.data
    this.#logs = this.#logProbabilities.data
  }

  #applyMasks(outputs: Tensor, length: number, masks: Uint8Array): Tensor {
    const logits = outputs.data
    const masked = this.#masked.data
    for (let i = 0; i < length; i++) masked[i] = masks[i] === 0 ? FORBIDDEN : logits[i]
    return this.#masked
  }

  /** Inverts the cumulative distribution of this row. */
  sample(row: number, random: Pcg64, action: Float32Array, offset: number): void {
    const start = row * this.outputs
    let remaining = random.random()
    let last = 0
    for (let a = 0; a < this.outputs; a++) {
      const probability = Math.exp(this.#logs[start + a])
      if (probability > 0) {
        last = a
        remaining -= probability
        if (remaining < 0) break
      }
    }
    // Rounding may leave a sliver beyond the sum of the probabilities: it belongs to the last possible action.
    action[offset] = last
  }

  mode(row: number, action: Float32Array, offset: number): void {
    const start = row * this.outputs
    let best = 0
    for (let a = 1; a < this.outputs; a++) if (this.#logs[start + a] > this.#logs[start + best]) best = a
    action[offset] = best
  }

  logProb(row: number, action: Float32Array, offset: number): number {
    return this.#logs[row * this.outputs + action[offset]]
  }

  output(row: number, action: Float32Array, offset: number): number {
    return this.#logits[row * this.outputs + action[offset]]
  }

  entropy(row: number): number {
    const start = row * this.outputs
    let entropy = 0
    for (let a = 0; a < this.outputs; a++) {
      const log = this.#logs[start + a]
      entropy -= Math.exp(log) * log
    }
    return entropy
  }

  cotangent(
    row: number,
    action: Float32Array,
    offset: number,
    form: Form,
    push: number,
    entropyPush: number,
    partitionPush: number,
    cotangents: Float32Array,
  ): void {
    const start = row * this.outputs
    // ∇F = π, and the policy form's e_a − π differs from the value form's e_a by the same vector.
    const alongPi = partitionPush - (form === 'policy' ? push : 0)
    const entropy = entropyPush === 0 ? 0 : this.entropy(row)
    for (let a = 0; a < this.outputs; a++) {
      const log = this.#logs[start + a]
      cotangents[start + a] = Math.exp(log) * (alongPi - entropyPush * (log + entropy))
    }
    cotangents[start + action[offset]] += push
  }

  /** F(s) = logsumexp of the row's logits. */
  partition(row: number): number {
    const start = row * this.outputs
    return this.#logits[start] - this.#logs[start]
  }

  /** Probability of action `a` in this row. */
  probability(row: number, a: number): number {
    return Math.exp(this.#logs[row * this.outputs + a])
  }
}
