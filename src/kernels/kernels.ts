// The typed face of the WebAssembly kernels. Matrices are row-major and lie in tensors of the same `Kernels`.

import { IndexTensor, Tensor } from './tensor.ts'

export type KernelBuild = 'simd' | 'relaxed-simd'
export type Activation = 'none' | 'tanh' | 'relu' | 'silu'

export interface AdamOptions {
  learningRate: number
  beta1: number
  beta2: number
  /** Added to √v after its bias correction. */
  epsilon: number
  /** Number of this update, counted from 1. */
  step: number
  /** Multiplies the gradients first; global-norm clipping passes min(1, limit / norm). */
  gradientScale: number
}

export interface SgdOptions {
  learningRate: number
  momentum: number
  /** As in `AdamOptions`. */
  gradientScale: number
}

/** Images and the square windows that slide over them. */
export interface WindowShape {
  height: number
  width: number
  channels: number
  /** Side of a window, at most the height and the width. */
  size: number
  stride: number
}

/** Windows along each side of an image, and in all. */
export const windowsAlong = (side: number, { size, stride }: Pick<WindowShape, 'size' | 'stride'>) =>
  Math.floor((side - size) / stride) + 1
export const windowCount = (shape: WindowShape) =>
  windowsAlong(shape.height, shape) * windowsAlong(shape.width, shape)

type Numbers<Count extends number, Types extends number[] = []> = Types['length'] extends Count
  ? Types
  : Numbers<Count, [...Types, number]>
type Procedure<Count extends number, Result = void> = (...values: Numbers<Count>) => Result

/** What src/kernels/assembly/index.ts exports; pointers, sizes and scalars are all numbers. */
export interface KernelExports {
  memory: WebAssembly.Memory
  heapBase: Procedure<0, number>
  linear: Procedure<8>
  linearBackwardInput: Procedure<6>
  linearBackwardWeights: Procedure<6>
  columnSums: Procedure<4>
  activate: Procedure<4>
  activationBackward: Procedure<6>
  gatherRows: Procedure<6, number>
  windows: Procedure<8>
  windowsBackward: Procedure<8>
  layerNorm: Procedure<9>
  layerNormBackward: Procedure<10>
  adam: Procedure<13>
  sgd: Procedure<7>
  sumSquares: Procedure<2, number>
  logSoftmax: Procedure<5>
  softmaxGradient: Procedure<7>
}

/** The codes in assembly/activations.ts. */
const activationCode = { none: 0, tanh: 1, relu: 2, silu: 3 } as const

const PAGE = 65_536
/** Kernels read up to one eight-column panel past the last value (and never write there). */
const SLACK = 64

export class Kernels {
  readonly build: KernelBuild
  readonly memory: WebAssembly.Memory
  readonly #exports: KernelExports
  /** First free byte; nothing is ever freed. */
  #top: number

  constructor(build: KernelBuild, exports: KernelExports) {
    this.build = build
    this.memory = exports.memory
    this.#exports = exports
    this.#top = exports.heapBase()
  }

  /** A new tensor of zeros. */
  tensor(length: number): Tensor {
    return new Tensor(this.memory, this.#allocate(length), length)
  }

  /** A new index tensor of zeros. */
  indices(length: number): IndexTensor {
    return new IndexTensor(this.memory, this.#allocate(length), length)
  }

  #allocate(length: number): number {
    if (!Number.isInteger(length) || length < 0) throw new RangeError(`a tensor cannot have length ${length}`)
    const pointer = Math.ceil(this.#top / 16) * 16
    const end = pointer + 4 * length + SLACK
    const missing = Math.ceil((end - this.memory.buffer.byteLength) / PAGE)
    if (missing > 0) {
      try {
        this.memory.grow(missing)
      } catch (cause) {
        throw new RangeError(`no memory for a tensor of ${length} values: ${this.#top} bytes are in use`, {
          cause,
        })
      }
    }
    this.#top = end
    return pointer
  }

  /** The tensor's address, once it is known to lie in this memory and to hold `length` values. */
  #at(name: string, tensor: Tensor | IndexTensor, length: number): number {
    if (!(length > 0 && length <= tensor.length) || tensor.memory !== this.memory) {
      throw this.#refusal(name, tensor, length)
    }
    return tensor.pointer
  }

  #refusal(name: string, tensor: Tensor | IndexTensor, length: number): Error {
    if (tensor.memory !== this.memory) return new Error(`${name} lies in the memory of other kernels`)
    if (!(length > 0))
      return new RangeError(`${name} cannot have ${length} values: every size must be 1 or more`)
    return new RangeError(`${name} has ${tensor.length} values, this call needs ${length}`)
  }

  /** y[rows×outputs] = activation(x[rows×inputs]·weights[inputs×outputs] + bias[outputs]); no bias when null. */
  linear(
    x: Tensor,
    weights: Tensor,
    bias: Tensor | null,
    y: Tensor,
    rows: number,
    inputs: number,
    outputs: number,
    activation: Exclude<Activation, 'silu'>,
  ): void {
    this.#exports.linear(
      this.#at('x', x, rows * inputs),
      this.#at('weights', weights, inputs * outputs),
      bias === null ? 0 : this.#at('bias', bias, outputs),
      this.#at('y', y, rows * outputs),
      rows,
      inputs,
      outputs,
      activationCode[activation],
    )
  }

  /** dx[rows×inputs] = dy[rows×outputs]·weights[inputs×outputs]ᵀ */
  linearBackwardInput(
    dy: Tensor,
    weights: Tensor,
    dx: Tensor,
    rows: number,
    inputs: number,
    outputs: number,
  ): void {
    this.#exports.linearBackwardInput(
      this.#at('dy', dy, rows * outputs),
      this.#at('weights', weights, inputs * outputs),
      this.#at('dx', dx, rows * inputs),
      rows,
      inputs,
      outputs,
    )
  }

  /** dWeights[inputs×outputs] = x[rows×inputs]ᵀ·dy[rows×outputs] */
  linearBackwardWeights(
    x: Tensor,
    dy: Tensor,
    dWeights: Tensor,
    rows: number,
    inputs: number,
    outputs: number,
  ): void {
    this.#exports.linearBackwardWeights(
      this.#at('x', x, rows * inputs),
      this.#at('dy', dy, rows * outputs),
      this.#at('dWeights', dWeights, inputs * outputs),
      rows,
      inputs,
      outputs,
    )
  }

  /** out[columns] = sums over the rows of x[rows×columns]: a bias gradient. */
  columnSums(x: Tensor, out: Tensor, rows: number, columns: number): void {
    this.#exports.columnSums(this.#at('x', x, rows * columns), this.#at('out', out, columns), rows, columns)
  }

  /** y = activation(x); y may be x. */
  activate(kind: Exclude<Activation, 'none'>, x: Tensor, y: Tensor, length: number): void {
    this.#exports.activate(activationCode[kind], this.#at('x', x, length), this.#at('y', y, length), length)
  }

  /**
   * dx = dy·activation′. x is the input of the activation and only silu reads it, y its output; dx may be dy.
   */
  activationBackward(
    kind: Exclude<Activation, 'none'>,
    x: Tensor,
    y: Tensor,
    dy: Tensor,
    dx: Tensor,
    length: number,
  ): void {
    this.#exports.activationBackward(
      activationCode[kind],
      this.#at('x', x, length),
      this.#at('y', y, length),
      this.#at('dy', dy, length),
      this.#at('dx', dx, length),
      length,
    )
  }

  /** destination[i] = source[indices[i]] for `rows` rows of `columns` values. */
  gatherRows(source: Tensor, indices: IndexTensor, destination: Tensor, rows: number, columns: number): void {
    const sourceRows = Math.floor(source.length / columns)
    const wrong = this.#exports.gatherRows(
      this.#at('source', source, columns),
      sourceRows,
      this.#at('indices', indices, rows),
      this.#at('destination', destination, rows * columns),
      rows,
      columns,
    )
    if (wrong >= 0) {
      throw new RangeError(`indices[${wrong}] is ${indices.data[wrong]}, source has ${sourceRows} rows`)
    }
  }

  /**
   * The windows of `rows` images [height × width × channels], for a convolution without padding: out
   * [rows·outHeight·outWidth × size·size·channels], whose product with weights [size·size·channels × filters] is the
   * convolved images.
   */
  windows(images: Tensor, out: Tensor, rows: number, shape: WindowShape): void {
    const { height, width, channels, size, stride } = shape
    const pointers = [
      this.#at('images', images, rows * height * width * channels),
      this.#at('out', out, rows * windowCount(shape) * size * size * channels),
    ] as const
    this.#exports.windows(...pointers, rows, height, width, channels, size, stride)
  }

  /** The gradient of `windows`: dImages is the sum of all windows' gradients where they overlap. */
  windowsBackward(dWindows: Tensor, dImages: Tensor, rows: number, shape: WindowShape): void {
    const { height, width, channels, size, stride } = shape
    const pointers = [
      this.#at('dWindows', dWindows, rows * windowCount(shape) * size * size * channels),
      this.#at('dImages', dImages, rows * height * width * channels),
    ] as const
    this.#exports.windowsBackward(...pointers, rows, height, width, channels, size, stride)
  }

  /** y = (x − mean)·inverseStd·gain + bias over each row; mean and inverseStd [rows] are kept for the way back. */
  layerNorm(
    x: Tensor,
    gain: Tensor,
    bias: Tensor,
    y: Tensor,
    mean: Tensor,
    inverseStd: Tensor,
    rows: number,
    columns: number,
    epsilon: number,
  ): void {
    this.#exports.layerNorm(
      this.#at('x', x, rows * columns),
      this.#at('gain', gain, columns),
      this.#at('bias', bias, columns),
      this.#at('y', y, rows * columns),
      this.#at('mean', mean, rows),
      this.#at('inverseStd', inverseStd, rows),
      rows,
      columns,
      epsilon,
    )
  }

  /** Gradients of `layerNorm`; dGain and dBias [columns] are overwritten, dx may be dy. */
  layerNormBackward(
    x: Tensor,
    gain: Tensor,
    mean: Tensor,
    inverseStd: Tensor,
    dy: Tensor,
    dx: Tensor,
    dGain: Tensor,
    dBias: Tensor,
    rows: number,
    columns: number,
  ): void {
    this.#exports.layerNormBackward(
      this.#at('x', x, rows * columns),
      this.#at('gain', gain, columns),
      this.#at('mean', mean, rows),
      this.#at('inverseStd', inverseStd, rows),
      this.#at('dy', dy, rows * columns),
      this.#at('dx', dx, rows * columns),
      this.#at('dGain', dGain, columns),
      this.#at('dBias', dBias, columns),
      rows,
      columns,
    )
  }

  /** One Adam update (Kingma & Ba 2015, in PyTorch's form) of `length` parameters and their moments m and v. */
  adam(
    parameters: Tensor,
    gradients: Tensor,
    m: Tensor,
    v: Tensor,
    length: number,
    options: AdamOptions,
  ): void {
    const { learningRate, beta1, beta2, epsilon, step, gradientScale } = options
    this.#exports.adam(
      this.#at('parameters', parameters, length),
      this.#at('gradients', gradients, length),
      this.#at('m', m, length),
      this.#at('v', v, length),
      length,
      learningRate / (1 - integerPower(beta1, step)),
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      1 / Math.sqrt(1 - integerPower(beta2, step)),
      epsilon,
      gradientScale,
    )
  }

  /** One step of gradient descent with momentum (0 for none). */
  sgd(parameters: Tensor, gradients: Tensor, velocity: Tensor, length: number, options: SgdOptions): void {
    this.#exports.sgd(
      this.#at('parameters', parameters, length),
      this.#at('gradients', gradients, length),
      this.#at('velocity', velocity, length),
      length,
      options.learningRate,
      options.momentum,
      options.gradientScale,
    )
  }

  /** Σ x², summed in float64; its root is the global norm. */
  sumSquares(x: Tensor, length: number): number {
    return this.#exports.sumSquares(this.#at('x', x, length), length)
  }

  /** y = log softmax of each row of x[rows×columns], and the rows' entropies [rows] in nats; y may be x. */
  logSoftmax(x: Tensor, y: Tensor, entropies: Tensor, rows: number, columns: number): void {
    this.#exports.logSoftmax(
      this.#at('x', x, rows * columns),
      this.#at('y', y, rows * columns),
      this.#at('entropies', entropies, rows),
      rows,
      columns,
    )
  }

  /**
   * dx[rows×columns] = the gradient, on the logits, of along·F + entropyPush·H, from what `logSoftmax` gave. F is the
   * logarithm of Σ exp, H the entropy; along and entropyPushes [rows] have a number for each row.
   */
  softmaxGradient(
    logs: Tensor,
    entropies: Tensor,
    along: Tensor,
    entropyPushes: Tensor,
    dx: Tensor,
    rows: number,
    columns: number,
  ): void {
    this.#exports.softmaxGradient(
      this.#at('logs', logs, rows * columns),
      this.#at('entropies', entropies, rows),
      this.#at('along', along, rows),
      this.#at('entropyPushes', entropyPushes, rows),
      this.#at('dx', dx, rows * columns),
      rows,
      columns,
    )
  }
}

/** By squaring, because engines may round Math.pow differently and updates must repeat bit by bit. */
function integerPower(base: number, exponent: number): number {
  let result = 1
  let square = base
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square
    square *= square
  }
  return result
}
