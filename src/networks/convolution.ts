import {
  type Activation,
  activate,
  activationBackward,
  columnSums,
  convolve,
  convolveBackwardInput,
  convolveBackwardWeights,
  type Kernels,
  type Tensor,
  type WindowShape,
  windowCount,
  windowsAlong,
} from '../kernels/index.ts'
import type { Pcg64 } from '../random/index.ts'
import type { ConvolutionSettings, ConvolutionSpec, ImageShape } from './convolution-spec.ts'
import { initialiseLinear } from './initialise.ts'
import type { Layer } from './layer.ts'
import { LayerNorm, layerNormParameters } from './layer-norm.ts'
import type { Parameter, ParameterSpec, Parameters } from './parameters.ts'
import { SparseConvolution } from './sparse-convolution.ts'

/** What comes out: no padding. */
export function convolved([height, width]: ImageShape, settings: ConvolutionSettings): ImageShape {
  return [windowsAlong(height, settings), windowsAlong(width, settings), settings.filters]
}

export const convolutionParameters = ({
  name,
  image,
  size,
  filters,
  layerNorm,
}: ConvolutionSpec): ParameterSpec[] => [
  { name: `${name}.weights`, shape: [size * size * image[2], filters] },
  { name: `${name}.bias`, shape: [filters] },
  ...(layerNorm ? layerNormParameters(name, filters) : []),
]

/** activation(norm(W·window + b)) for every window of an image; images lie as [height × width × channels]. */
export class Convolution implements Layer {
  readonly inputs: number
  readonly outputs: number
  readonly #kernels: Kernels
  readonly #spec: ConvolutionSpec
  readonly #shape: WindowShape
  readonly #weights: Parameter
  readonly #bias: Parameter
  /** Where there are few numbers other than 0, and while the last batch had few. */
  readonly #sparse: SparseConvolution | undefined
  #isSparse = false
  readonly #norm: LayerNorm | undefined
  /** Before the activation, where its slope can't be told from y: silu and after a norm. */
  readonly #pre: Tensor | undefined
  readonly #y: Tensor
  /** Made when first asked for: the lowest layer needs none. */
  #dx: Tensor | undefined
  readonly #maxRows: number
  #x: Tensor | undefined

  constructor(kernels: Kernels, parameters: Parameters, spec: ConvolutionSpec, maxRows: number) {
    const [height, width, channels] = spec.image
    this.#kernels = kernels
    this.#spec = spec
    this.#shape = { height, width, channels, size: spec.size, stride: spec.stride }
    this.inputs = height * width * channels
    this.outputs = windowCount(this.#shape) * spec.filters
    this.#weights = parameters.get(`${spec.name}.weights`)
    this.#bias = parameters.get(`${spec.name}.bias`)
    if (SparseConvolution.fits(spec))
      this.#sparse = new SparseConvolution(kernels, this.#weights, this.#shape)
    if (spec.layerNorm) {
      const windows = maxRows * windowCount(this.#shape)
      this.#norm = new LayerNorm(kernels, parameters, spec.name, spec.filters, windows)
    }
    if (spec.layerNorm || spec.activation === 'silu') this.#pre = kernels.tensor(maxRows * this.outputs)
    this.#y = kernels.tensor(maxRows * this.outputs)
    this.#maxRows = maxRows
  }

  initialise(random: Pcg64): void {
    initialiseLinear(random, this.#spec, this.#weights, this.#bias)
    this.#norm?.initialise()
  }

  forward(x: Tensor, rows: number): Tensor {
    this.#x = x
    this.#isSparse = this.#sparse?.suits(x, rows * this.inputs) ?? false
    const { activation } = this.#spec
    const pre = this.#pre
    if (!pre) {
      // The constructor made `pre` for silu, so what is left can be fused.
      this.#convolve(x, this.#y, rows, activation as Exclude<Activation, 'silu'>)
      return this.#y
    }
    this.#convolve(x, this.#norm?.x ?? pre, rows, 'none')
    this.#norm?.forward(pre, rows * windowCount(this.#shape))
    if (activation === 'none') return pre
    activate(this.#kernels, activation, pre, this.#y, rows * this.outputs)
    return this.#y
  }

  #convolve(x: Tensor, y: Tensor, rows: number, activation: Exclude<Activation, 'silu'>): void {
    const { value: bias } = this.#bias
    const { filters } = this.#spec
    if (this.#sparse && this.#isSparse) this.#sparse.forward(x, bias, y, rows, activation)
    else convolve(this.#kernels, x, this.#weights.value, bias, y, rows, this.#shape, filters, activation)
  }

  backward(dy: Tensor, rows: number, wantInput: true): Tensor
  backward(dy: Tensor, rows: number, wantInput: boolean): Tensor | undefined
  backward(dy: Tensor, rows: number, wantInput: boolean): Tensor | undefined {
    if (!this.#x) throw new Error('backward was called before forward')
    const kernels = this.#kernels
    const { activation, filters } = this.#spec
    const y = this.#y
    if (activation !== 'none')
      activationBackward(kernels, activation, this.#pre ?? y, y, dy, dy, rows * this.outputs)
    this.#norm?.backward(dy, rows * windowCount(this.#shape))
    if (this.#sparse && this.#isSparse) this.#sparse.backward(this.#x, dy, rows)
    else convolveBackwardWeights(kernels, this.#x, dy, this.#weights.gradient, rows, this.#shape, filters)
    columnSums(kernels, dy, this.#bias.gradient, rows * windowCount(this.#shape), filters)
    if (!wantInput) return undefined
    this.#dx ??= kernels.tensor(this.#maxRows * this.inputs)
    convolveBackwardInput(kernels, dy, this.#weights.value, this.#dx, rows, this.#shape, filters)
    return this.#dx
  }
}
