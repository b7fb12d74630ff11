import {
  density,
  type Kernels,
  type Tensor,
  type WindowShape,
  windowCount,
  windows,
  windowsAlong,
  windowsBackward,
} from '../kernels/index.ts'
import type { Pcg64 } from '../random/index.ts'
import type { ConvolutionSettings, ConvolutionSpec, ImageShape } from './convolution-spec.ts'
import { Dense, type DenseSpec, denseParameters } from './dense.ts'
import type { Layer } from './layer.ts'
import type { ParameterSpec, Parameters } from './parameters.ts'
import { SPARSE, SparseConvolution } from './sparse-convolution.ts'

/** What comes out: no padding. */
export function convolved([height, width]: ImageShape, settings: ConvolutionSettings): ImageShape {
  return [windowsAlong(height, settings), windowsAlong(width, settings), settings.filters]
}

/** The dense layer that a convolution applies to each window. */
function perWindow({
  name,
  image,
  size,
  filters,
  activation,
  initialisation,
  gain,
}: ConvolutionSpec): DenseSpec {
  const inputs = size * size * image[2]
  return { name, inputs, outputs: filters, activation, layerNorm: false, initialisation, gain }
}

export const convolutionParameters = (spec: ConvolutionSpec): ParameterSpec[] =>
  denseParameters(perWindow(spec))

/** activation(W·window + b) for every window of an image; images lie as [height × width × channels]. */
export class Convolution implements Layer {
  readonly inputs: number
  readonly outputs: number
  readonly #kernels: Kernels
  readonly #shape: WindowShape
  readonly #windows: Tensor
  readonly #perWindow: Dense
  readonly #sparse: SparseConvolution | undefined
  #isSparse = false
  /** Made when first asked for: the lowest layer needs none. */
  #dx: Tensor | undefined
  readonly #maxRows: number

  constructor(kernels: Kernels, parameters: Parameters, spec: ConvolutionSpec, maxRows: number) {
    const [height, width, channels] = spec.image
    this.#kernels = kernels
    this.#shape = { height, width, channels, size: spec.size, stride: spec.stride }
    const count = windowCount(this.#shape)
    this.inputs = height * width * channels
    this.outputs = count * spec.filters
    const dense = perWindow(spec)
    this.#windows = kernels.tensor(maxRows * count * dense.inputs)
    this.#perWindow = new Dense(kernels, parameters, dense, maxRows * count)
    if (spec.lowest) this.#sparse = SparseConvolution.from(kernels, parameters, spec, this.#shape, maxRows)
    this.#maxRows = maxRows
  }

  initialise(random: Pcg64): void {
    this.#perWindow.initialise(random)
  }

  forward(x: Tensor, rows: number): Tensor {
    this.#isSparse = this.#sparse !== undefined && density(this.#kernels, x, rows * this.inputs) < SPARSE
    if (this.#sparse && this.#isSparse) return this.#sparse.forward(x, rows)
    windows(this.#kernels, x, this.#windows, rows, this.#shape)
    return this.#perWindow.forward(this.#windows, rows * windowCount(this.#shape))
  }

  backward(dy: Tensor, rows: number, wantInput: true): Tensor
  backward(dy: Tensor, rows: number, wantInput: boolean): Tensor | undefined
  backward(dy: Tensor, rows: number, wantInput: boolean): Tensor | undefined {
    if (this.#sparse && this.#isSparse) return this.#sparse.backward(dy, rows)
    const dWindows = this.#perWindow.backward(dy, rows * windowCount(this.#shape), wantInput)
    if (!dWindows) return undefined
    this.#dx ??= this.#kernels.tensor(this.#maxRows * this.inputs)
    windowsBackward(this.#kernels, dWindows, this.#dx, rows, this.#shape)
    return this.#dx
  }
}
