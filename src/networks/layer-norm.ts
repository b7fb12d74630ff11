import { type Kernels, layerNorm, layerNormBackward, type Tensor } from '../kernels/index.ts'
import type { Parameter, ParameterSpec, Parameters } from './parameters.ts'

const EPSILON = 1e-5

/** The parameters that the norm of a layer needs. */
export const layerNormParameters = (layer: string, size: number): ParameterSpec[] => [
  { name: `${layer}.norm.gain`, shape: [size] },
  { name: `${layer}.norm.bias`, shape: [size] },
]

/** Layer norm (Ba et al. 2016) over the columns of its input `x` [rows × size], which the map below writes. */
export class LayerNorm {
  readonly x: Tensor
  readonly #kernels: Kernels
  readonly #gain: Parameter
  readonly #bias: Parameter
  readonly #mean: Tensor
  readonly #inverseStd: Tensor
  readonly #size: number

  constructor(kernels: Kernels, parameters: Parameters, name: string, size: number, maxRows: number) {
    this.#kernels = kernels
    this.#gain = parameters.get(`${name}.norm.gain`)
    this.#bias = parameters.get(`${name}.norm.bias`)
    this.#size = size
    this.x = kernels.tensor(maxRows * size)
    this.#mean = kernels.tensor(maxRows)
    this.#inverseStd = kernels.tensor(maxRows)
  }

  initialise(): void {
    this.#gain.value.data.fill(1)
    this.#bias.value.data.fill(0)
  }

  forward(y: Tensor, rows: number): void {
    const { value: gain } = this.#gain
    const { value: bias } = this.#bias
    layerNorm(this.#kernels, this.x, gain, bias, y, this.#mean, this.#inverseStd, rows, this.#size, EPSILON)
  }

  /** In place: dy becomes the gradient of `x`. */
  backward(dy: Tensor, rows: number): void {
    const gain = this.#gain
    layerNormBackward(
      this.#kernels,
      this.x,
      gain.value,
      this.#mean,
      this.#inverseStd,
      dy,
      dy,
      gain.gradient,
      this.#bias.gradient,
      rows,
      this.#size,
    )
  }
}
