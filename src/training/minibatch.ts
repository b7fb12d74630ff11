import { gatherRows, type IndexTensor, type Kernels, type Tensor } from '../kernels/index.ts'
import type { Policy } from '../policies/index.ts'
import type { Rollout } from '../rollouts/index.ts'

/** Rows of a rollout, gathered side by side: what one step of the optimiser learns from. Names are those of `Rollout`. */
export class Minibatch {
  /** Rows that were gathered last; arrays are as long as the largest minibatch. */
  rows = 0
  readonly observations: Tensor
  readonly actions: Float32Array
  readonly logProbs: Float32Array
  readonly outputs: Float32Array
  readonly values: Float32Array
  readonly advantages: Float64Array
  /** Â + V, reward units. */
  readonly lambdaReturns: Float64Array
  /** Of each row in means over the minibatch. */
  readonly weights: Float64Array
  masks: Uint8Array | undefined
  /** Whether the rollout is a sample, or all that there is. */
  sampled = true
  readonly #kernels: Kernels
  readonly #indices: IndexTensor
  readonly #observationSize: number
  readonly #actionSize: number
  readonly #outputs: number

  constructor(kernels: Kernels, { observationSize, distribution }: Policy, maxRows: number) {
    this.#kernels = kernels
    this.#observationSize = observationSize
    this.#actionSize = distribution.actionSize
    this.#outputs = distribution.outputs
    this.#indices = kernels.indices(maxRows)
    this.observations = kernels.tensor(maxRows * observationSize)
    this.actions = new Float32Array(maxRows * distribution.actionSize)
    this.logProbs = new Float32Array(maxRows)
    this.outputs = new Float32Array(maxRows)
    this.values = new Float32Array(maxRows)
    this.advantages = new Float64Array(maxRows)
    this.lambdaReturns = new Float64Array(maxRows)
    this.weights = new Float64Array(maxRows)
  }

  /** Takes the rows of the rollout that `order` names from `start` up to `end`. */
  gather(rollout: Rollout, order: Int32Array, start: number, end: number): void {
    this.rows = end - start
    this.sampled = rollout.weights === undefined
    const indices = this.#indices.data
    const { actions, logProbs, outputs, values, advantages, weights } = rollout
    const size = this.#actionSize
    const equalWeight = 1 / this.rows
    for (let row = 0; row < this.rows; row++) {
      const i = order[start + row]
      indices[row] = i
      for (let d = 0; d < size; d++) this.actions[row * size + d] = actions[i * size + d]
      this.logProbs[row] = logProbs[i]
      this.outputs[row] = outputs[i]
      this.values[row] = values[i]
      this.advantages[row] = advantages[i]
      this.lambdaReturns[row] = advantages[i] + values[i]
      this.weights[row] = weights ? weights[i] : equalWeight
    }
    gatherRows(
      this.#kernels,
      rollout.observations,
      this.#indices,
      this.observations,
      this.rows,
      this.#observationSize,
    )
    if (rollout.masks) this.#gatherMasks(rollout.masks, indices)
  }

  #gatherMasks(masks: Uint8Array, indices: Int32Array): void {
    const size = this.#outputs
    this.masks ??= new Uint8Array(this.logProbs.length * size)
    for (let row = 0; row < this.rows; row++) {
      const start = indices[row] * size
      for (let a = 0; a < size; a++) this.masks[row * size + a] = masks[start + a]
    }
  }
}
