import {
  type Activation,
  convolveSparse,
  convolveSparseBackwardWeights,
  density,
  type Kernels,
  type Tensor,
  turnWeights,
  type WindowShape,
} from '../kernels/index.ts'
import type { ConvolutionSpec } from './convolution-spec.ts'
import type { Parameter } from './parameters.ts'

/** Share of numbers other than 0 below which images count as sparse. */
const MAX_SPARSE_DENSITY = 0.25

/** Filters up to which the dense kernel sums in an order of its own. */
const MAX_NARROW_FILTERS = 4

/** A convolution's products for images that are mostly zeros, as those of games on a grid: the same bits. */
export class SparseConvolution {
  readonly #kernels: Kernels
  readonly #shape: WindowShape
  readonly #weights: Parameter
  /** The weights, turned, and their gradient. */
  readonly #turned: Tensor
  readonly #dTurned: Tensor

  /** Whether there are such products of a layer: the lowest of a network, of which nobody wants its input's gradient. */
  static fits({ lowest, activation, filters }: ConvolutionSpec): boolean {
    return lowest && activation !== 'silu' && filters > MAX_NARROW_FILTERS
  }

  constructor(kernels: Kernels, weights: Parameter, shape: WindowShape) {
    this.#kernels = kernels
    this.#shape = shape
    this.#weights = weights
    this.#turned = kernels.tensor(weights.value.length)
    this.#dTurned = kernels.tensor(weights.value.length)
  }

  get #filters(): number {
    return this.#weights.shape[1]
  }

  /** Whether the first `length` numbers of the images are mostly zeros. */
  suits(images: Tensor, length: number): boolean {
    return density(this.#kernels, images, length) < MAX_SPARSE_DENSITY
  }

  forward(x: Tensor, bias: Tensor, y: Tensor, rows: number, activation: Exclude<Activation, 'silu'>): void {
    const kernels = this.#kernels
    turnWeights(kernels, this.#weights.value, this.#turned, this.#shape, this.#filters)
    convolveSparse(kernels, x, this.#turned, bias, y, rows, this.#shape, this.#filters, activation)
  }

  /** Writes the gradient of the weights. @param dy before the activation. */
  backward(x: Tensor, dy: Tensor, rows: number): void {
    const kernels = this.#kernels
    convolveSparseBackwardWeights(kernels, x, dy, this.#dTurned, rows, this.#shape, this.#filters)
    turnWeights(kernels, this.#weights.gradient, this.#dTurned, this.#shape, this.#filters, true)
  }
}
