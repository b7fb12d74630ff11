import { gatherRows, type IndexTensor, type Kernels, type Tensor } from '../kernels/index.ts'
import type { Policy } from '../policies/index.ts'
import type { Rollout } from '../rollouts/index.ts'

/** Rows of a rollout, gathered side by side: what one step of the optimiser learns from. Names are those of `Rollout`. */
export class Minibatch {
  /** Rows that were gathered last; arrays are as long as the largest minibatch. */
  rows = 0
  readonly observations: Tensor
  readonly actions: Tensor
  readonly logProbs: Float32Array
  readonly outputs: Float32Array
  readonly values: Float32Array
  readonly advantages: Float64Array
  /** Â + V, or what a critic of its own is to learn in its place, reward units. */
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
    this.actions = kernels.tensor(maxRows * distribution.actionSize)
    this.logProbs = new Float32Array(maxRows)
    this.outputs = new Float32Array(maxRows)
    this.values = new Float32Array(maxRows)
    this.advantages = new Float64Array(maxRows)
    this.lambdaReturns = new Float64Array(maxRows)
    this.weights = new Float64Array(maxRows)
  }

  /** Takes these rows of the rollout. */
  gather(rollout: Rollout, chosen: Int32Array): void {
    this.rows = chosen.length
    this.sampled = rollout.weights === undefined
    const indices = this.#indices.data
    const { rows } = this
    indices.set(chosen)
    const size = this.#actionSize
    const actions = this.actions.data
    if (size === 1) pick(rollout.actions, indices, actions, rows)
    else
      for (let row = 0; row < rows; row++)
        for (let d = 0; d < size; d++) actions[row * size + d] = rollout.actions[indices[row] * size + d]
    pick(rollout.logProbs, indices, this.logProbs, rows)
    pick(rollout.outputs, indices, this.outputs, rows)
    pick(rollout.values, indices, this.values, rows)
    pickWider(rollout.advantages, indices, this.advantages, rows)
    const { valueTargets, weights } = rollout
    if (valueTargets) pickWider(valueTargets, indices, this.lambdaReturns, rows)
    else
      for (let row = 0; row < rows; row++) this.lambdaReturns[row] = this.advantages[row] + this.values[row]
    if (weights) pickDoubles(weights, indices, this.weights, rows)
    else this.weights.fill(1 / rows, 0, rows)
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

/** picked[row] = column[indices[row]]. One function a kind of array: the engine compiles each for what it has seen. */
function pick(column: Float32Array, indices: Int32Array, picked: Float32Array, rows: number): void {
  for (let row = 0; row < rows; row++) picked[row] = column[indices[row]]
}

function pickWider(column: Float32Array, indices: Int32Array, picked: Float64Array, rows: number): void {
  for (let row = 0; row < rows; row++) picked[row] = column[indices[row]]
}

function pickDoubles(column: Float64Array, indices: Int32Array, picked: Float64Array, rows: number): void {
  for (let row = 0; row < rows; row++) picked[row] = column[indices[row]]
}
