import {
  type Activation,
  activationBackward,
  columnSums,
  convolveSparse,
  convolveSparseBackwardWeights,
  type Kernels,
  type Tensor,
  turnWeights,
  type WindowShape,
  windowCount,
} from '../kernels/index.ts'
import type { ConvolutionSpec } from './convolution-spec.ts'
import type { Parameter, Parameters } from './parameters.ts'

/** Share of numbers other than 0 below which images count as sparse. */
export const SPARSE = 0.25

/** Outputs of a linear layer up to which it has a kernel of its own. */
const NARROW = 4

/** The lowest convolution of a network for images that are mostly zeros, as those of games on a grid: the same outputs. */
export class SparseConvolution {
  readonly #kernels: Kernels
  readonly #shape: WindowShape
  readonly #filters: number
  readonly #activation: Exclude<Activation, 'silu'>
  readonly #weights: Parameter
  readonly #bias: Parameter
  /** The weights, turned, and their gradient. */
  readonly #turned: Tensor
  readonly #dTurned: Tensor
  readonly #y: Tensor
  #x: Tensor | undefined

  /**
   * undefined for silu, whose slope is not to be had from its output, and for so few filters that the dense kernels would
   * sum in another order.
   */
  static from(
    kernels: Kernels,
    parameters: Parameters,
    spec: ConvolutionSpec,
    shape: WindowShape,
    maxRows: number,
  ): SparseConvolution | undefined {
    const { activation } = spec
    if (activation === 'silu' || spec.filters <= NARROW) return undefined
    return new SparseConvolution(kernels, parameters, { ...spec, activation }, shape, maxRows)
  }

  private constructor(
    kernels: Kernels,
    parameters: Parameters,
    spec: Pick<ConvolutionSpec, 'name' | 'filters'> & { activation: Exclude<Activation, 'silu'> },
    shape: WindowShape,
    maxRows: number,
  ) {
    this.#kernels = kernels
    this.#shape = shape
    this.#filters = spec.filters
    this.#activation = spec.activation
    this.#weights = parameters.get(`${spec.name}.weights`)
    this.#bias = parameters.get(`${spec.name}.bias`)
    this.#turned = kernels.tensor(this.#weights.value.length)
    this.#dTurned = kernels.tensor(this.#weights.value.length)
    this.#y = kernels.tensor(maxRows * windowCount(shape) * spec.filters)
  }

  forward(x: Tensor, rows: number): Tensor {
    this.#x = x
    turnWeights(this.#kernels, this.#weights.value, this.#turned, this.#shape, this.#filters)
    convolveSparse(
      this.#kernels,
      x,
      this.#turned,
      this.#bias.value,
      this.#y,
      rows,
      this.#shape,
      this.#filters,
      this.#activation,
    )
    return this.#y
  }

  /** Writes the gradients of the parameters; overwrites dy. */
  backward(dy: Tensor, rows: number): undefined {
    if (!this.#x) throw new Error('backward was called before forward')
    const y = this.#y
    const windows = rows * windowCount(this.#shape)
    if (this.#activation !== 'none')
      activationBackward(this.#kernels, this.#activation, y, y, dy, dy, windows * this.#filters)
    convolveSparseBackwardWeights(this.#kernels, this.#x, dy, this.#dTurned, rows, this.#shape, this.#filters)
    turnWeights(this.#kernels, this.#weights.gradient, this.#dTurned, this.#shape, this.#filters, true)
    columnSums(this.#kernels, dy, this.#bias.gradient, windows, this.#filters)
    return undefined
  }
}
