import type { Tensor } from '../kernels/index.ts'
import type { Pcg64 } from '../random/index.ts'
import { type Form, gaussianLogStdForm, gaussianMeanForm } from '../updates/index.ts'
import type { ActionReading, Distribution, Weights } from './distribution.ts'

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI)

/**
 * Diagonal Gaussian over ℝᴰ: the network gives the means, and one log-std a dimension is a free parameter,
 * the same in every state. Cotangents of the log-stds add up over the rows in `logStdCotangents`, which `setOutputs`
 * sets to 0.
 */
export class Gaussian implements Distribution {
  readonly outputs: number
  readonly actionSize: number
  readonly #logStd: Tensor
  readonly #logStdCotangents: Tensor
  readonly #std: Float64Array
  #means: Float32Array
  #logStdSum = 0
  #logStdCotangentData: Float32Array

  /** @param logStd, logStdCotangents [D]: the free parameter and where its ascent direction is collected. */
  constructor(logStd: Tensor, logStdCotangents: Tensor) {
    this.outputs = this.actionSize = logStd.length
    this.#logStd = logStd
    this.#logStdCotangents = logStdCotangents
    this.#std = new Float64Array(logStd.length)
    this.#means = new Float32Array(0)
    this.#logStdCotangentData = logStdCotangents.data
  }

  setOutputs(outputs: Tensor, _rows: number): void {
    this.#means = outputs.data
    const logStd = this.#logStd.data
    this.#logStdSum = 0
    for (let d = 0; d < this.outputs; d++) {
      this.#std[d] = Math.exp(logStd[d])
      this.#logStdSum += logStd[d]
    }
    this.#logStdCotangentData = this.#logStdCotangents.data
    this.#logStdCotangentData.fill(0)
  }

  sample(row: number, random: Pcg64, action: Float32Array, offset: number): void {
    for (let d = 0; d < this.outputs; d++)
      action[offset + d] = this.#means[row * this.outputs + d] + this.#std[d] * random.normal()
  }

  mode(row: number, action: Float32Array, offset: number): void {
    for (let d = 0; d < this.outputs; d++) action[offset + d] = this.#means[row * this.outputs + d]
  }

  logProb(row: number, action: Float32Array, offset: number): number {
    return this.#normalised(this.output(row, action, offset))
  }

  /** log π(a|s) of an action with this unnormalised log-density. */
  #normalised(output: number): number {
    return output - this.#logStdSum - this.outputs * HALF_LOG_2PI
  }

  output(row: number, action: Float32Array, offset: number): number {
    let sum = 0
    for (let d = 0; d < this.outputs; d++) sum += this.#standardised(row, action, offset, d) ** 2
    return -0.5 * sum
  }

  entropy(_row: number): number {
    return this.#logStdSum + this.outputs * (HALF_LOG_2PI + 0.5)
  }

  readActions(rows: number, actions: Float32Array, { logProbs, outputs, entropies }: ActionReading): void {
    for (let row = 0; row < rows; row++) {
      outputs[row] = this.output(row, actions, row * this.actionSize)
      logProbs[row] = this.#normalised(outputs[row])
      entropies[row] = this.entropy(row)
    }
  }

  /** ∇H and ∇F are 1 for every log-std and 0 for the means. */
  cotangents(rows: number, actions: Tensor, form: Form, weights: Weights, cotangents: Tensor): void {
    const { data } = cotangents
    const chosen = actions.data
    const [pushes, entropyWeights, partitionWeights] = [
      weights.form,
      weights.entropy,
      weights.logPartition,
    ].map((one) => one.data)
    for (let row = 0; row < rows; row++) {
      const push = pushes[row]
      const free = entropyWeights[row] + partitionWeights[row]
      for (let d = 0; d < this.outputs; d++) {
        const z = this.#standardised(row, chosen, row * this.outputs, d)
        data[row * this.outputs + d] = push * gaussianMeanForm(z, this.#std[d])
        this.#logStdCotangentData[d] += push * gaussianLogStdForm(form, z) + free
      }
    }
  }

  #standardised(row: number, action: Float32Array, offset: number, d: number): number {
    return (action[offset + d] - this.#means[row * this.outputs + d]) / this.#std[d]
  }
}
