import { choiceGradient, type Kernels, logSoftmax, type Tensor } from '../kernels/index.ts'
import type { Pcg64 } from '../random/index.ts'
import { type Form, policyShare } from '../updates/index.ts'
import type { ActionReading, Distribution, Weights } from './distribution.ts'

/** Logit of a forbidden action: its probability underflows to 0, and its gradient is exactly 0. */
export const FORBIDDEN = -1e9

/**
 * One or more independent choices, each softmax(o) over its own block of the logits: a discrete action is one block,
 * a multi-discrete one a block a component. An action is the index chosen in each block.
 */
export class Categorical implements Distribution {
  readonly outputs: number
  readonly actionSize: number
  readonly #kernels: Kernels
  /** Choices of each block, and where its logits start in a row. */
  readonly #sizes: readonly number[]
  readonly #starts: readonly number[]
  readonly #sameSize: boolean
  readonly #masked: Tensor
  readonly #logProbabilities: Tensor
  /** Of each block of each row, nats. */
  readonly #blockEntropies: Tensor
  #logits: Float32Array
  #logs: Float32Array
  #entropies: Float32Array

  /**
   * @param sizes the number of choices of each block.
   * @param maxRows the largest batch that `setOutputs` will be given.
   */
  constructor(kernels: Kernels, sizes: readonly number[], maxRows: number) {
    this.outputs = sizes.reduce((sum, size) => sum + size, 0)
    this.actionSize = sizes.length
    this.#kernels = kernels
    this.#sizes = sizes
    this.#starts = sizes.map((_, block) => sizes.slice(0, block).reduce((sum, size) => sum + size, 0))
    this.#sameSize = sizes.every((size) => size === sizes[0])
    this.#masked = kernels.tensor(maxRows * this.outputs)
    this.#logProbabilities = kernels.tensor(maxRows * this.outputs)
    this.#blockEntropies = kernels.tensor(maxRows * this.actionSize)
    this.#logits = this.#masked.data
    this.#logs = this.#logProbabilities.data
    this.#entropies = this.#blockEntropies.data
  }

  setOutputs(outputs: Tensor, rows: number, masks?: Uint8Array): void {
    const source = masks ? this.#applyMasks(outputs, rows * this.outputs, masks) : outputs
    this.#logits = source.data
    this.#logs = this.#logProbabilities.data
    this.#entropies = this.#blockEntropies.data
    if (this.#sameSize)
      logSoftmax(
        this.#kernels,
        source,
        this.#logProbabilities,
        this.#blockEntropies,
        rows * this.actionSize,
        this.#sizes[0],
      )
    else for (let row = 0; row < rows; row++) this.#logSoftmaxOfBlocks(row)
  }

  #applyMasks(outputs: Tensor, length: number, masks: Uint8Array): Tensor {
    const logits = outputs.data
    const masked = this.#masked.data
    for (let i = 0; i < length; i++) masked[i] = masks[i] === 0 ? FORBIDDEN : logits[i]
    return this.#masked
  }

  /** For blocks of different sizes, which the kernel's rows don't fit. */
  #logSoftmaxOfBlocks(row: number): void {
    for (let block = 0; block < this.actionSize; block++) {
      const start = row * this.outputs + this.#starts[block]
      const end = start + this.#sizes[block]
      let largest = Number.NEGATIVE_INFINITY
      for (let i = start; i < end; i++) largest = Math.max(largest, this.#logits[i])
      let sum = 0
      for (let i = start; i < end; i++) sum += Math.exp(this.#logits[i] - largest)
      const partition = largest + Math.log(sum)
      let entropy = 0
      for (let i = start; i < end; i++) {
        this.#logs[i] = this.#logits[i] - partition
        entropy -= Math.exp(this.#logs[i]) * this.#logs[i]
      }
      this.#entropies[row * this.actionSize + block] = entropy
    }
  }

  sample(row: number, random: Pcg64, action: Float32Array, offset: number): void {
    for (let block = 0; block < this.actionSize; block++)
      action[offset + block] = this.#draw(
        row * this.outputs + this.#starts[block],
        this.#sizes[block],
        random,
      )
  }

  /** Inverts the cumulative distribution of the block that starts at `start`. */
  #draw(start: number, size: number, random: Pcg64): number {
    let remaining = random.random()
    let last = 0
    for (let a = 0; a < size; a++) {
      const probability = Math.exp(this.#logs[start + a])
      if (probability === 0) continue
      last = a
      remaining -= probability
      if (remaining < 0) break
    }
    // Rounding may leave a sliver beyond the sum of the probabilities: it belongs to the last possible action.
    return last
  }

  mode(row: number, action: Float32Array, offset: number): void {
    for (let block = 0; block < this.actionSize; block++) {
      const start = row * this.outputs + this.#starts[block]
      let best = 0
      for (let a = 1; a < this.#sizes[block]; a++)
        if (this.#logs[start + a] > this.#logs[start + best]) best = a
      action[offset + block] = best
    }
  }

  logProb(row: number, action: Float32Array, offset: number): number {
    return this.#sumAt(this.#logs, row, action, offset)
  }

  output(row: number, action: Float32Array, offset: number): number {
    return this.#sumAt(this.#logits, row, action, offset)
  }

  #sumAt(numbers: Float32Array, row: number, action: Float32Array, offset: number): number {
    let sum = 0
    for (let block = 0; block < this.actionSize; block++)
      sum += numbers[row * this.outputs + this.#starts[block] + action[offset + block]]
    return sum
  }

  entropy(row: number): number {
    let entropy = 0
    for (let block = 0; block < this.actionSize; block++)
      entropy += this.#entropies[row * this.actionSize + block]
    return entropy
  }

  readActions(rows: number, actions: Float32Array, { logProbs, outputs, entropies }: ActionReading): void {
    const { actionSize, outputs: width } = this
    const logs = this.#logs
    const logits = this.#logits
    const blockEntropies = this.#entropies
    const starts = this.#starts
    for (let row = 0; row < rows; row++) {
      let logProb = 0
      let output = 0
      let entropy = 0
      for (let block = 0; block < actionSize; block++) {
        const i = row * actionSize + block
        const chosen = row * width + starts[block] + actions[i]
        logProb += logs[chosen]
        output += logits[chosen]
        entropy += blockEntropies[i]
      }
      logProbs[row] = logProb
      outputs[row] = output
      entropies[row] = entropy
    }
  }

  cotangents(rows: number, actions: Tensor, form: Form, weights: Weights, cotangents: Tensor): void {
    // ∇F = π, the vector that the form's e_a − κπ takes off.
    const kappa = policyShare(form)
    const { actionSize: blocks } = this
    const [logs, entropies] = [this.#logProbabilities, this.#blockEntropies]
    if (this.#sameSize) {
      const columns = this.#sizes[0]
      const choices = { logs, entropies, actions, rows, blocks, columns }
      choiceGradient(this.#kernels, choices, weights, kappa, cotangents)
    } else this.#pullBackBlocks(rows, actions.data, kappa, weights, cotangents.data)
  }

  /** For blocks of different sizes, which the kernel's rows don't fit. */
  #pullBackBlocks(
    rows: number,
    actions: Float32Array,
    kappa: number,
    weights: Weights,
    cotangents: Float32Array,
  ): void {
    const [form, entropy, logPartition] = [weights.form, weights.entropy, weights.logPartition].map(
      ({ data }) => data,
    )
    for (let row = 0; row < rows; row++) {
      const alongPi = Math.fround(logPartition[row] - (kappa === 0 ? 0 : kappa * form[row]))
      for (let block = 0; block < this.actionSize; block++) {
        const i = row * this.actionSize + block
        const start = row * this.outputs + this.#starts[block]
        for (let a = start; a < start + this.#sizes[block]; a++)
          cotangents[a] =
            Math.exp(this.#logs[a]) * (alongPi - entropy[row] * (this.#logs[a] + this.#entropies[i]))
        cotangents[start + actions[i]] += form[row]
      }
    }
  }

  /** F(s) = logsumexp of the row's allowed logits, summed over blocks. */
  logPartition(row: number): number {
    let sum = 0
    for (const start of this.#starts) {
      let i = row * this.outputs + start
      // F = o − log π for any action but a forbidden one, beside whose logit F is lost to rounding.
      while (this.#logits[i] === FORBIDDEN) i++
      sum += this.#logits[i] - this.#logs[i]
    }
    return sum
  }

  /** max o(s,·) over the row's allowed choices, summed over blocks. */
  largestOutput(row: number): number {
    let sum = 0
    for (let block = 0; block < this.actionSize; block++) {
      const start = row * this.outputs + this.#starts[block]
      let largest = this.#logits[start]
      for (let a = 1; a < this.#sizes[block]; a++) largest = Math.max(largest, this.#logits[start + a])
      sum += largest
    }
    return sum
  }

  /** Probability of the choice at position `i` of the row's outputs. */
  probability(row: number, i: number): number {
    return Math.exp(this.#logs[row * this.outputs + i])
  }
}
