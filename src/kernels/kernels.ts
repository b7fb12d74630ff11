// The typed face of the WebAssembly kernels. Matrices are row-major and lie in tensors of the same `Kernels`.

import type { AfterRange, Divisible, KernelExports } from './exports.ts'
import { type IndexTensor, Tensor } from './tensor.ts'
import { ThreadPool } from './threads/thread-pool.ts'

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

/**
 * What the windows of a batch of boards show: see assembly/patterns.ts. Every place of a window has patterns of its own,
 * numbered one place after the other.
 */
export interface Patterns {
  /** Numbers of the patterns that the windows show, place by place. */
  readonly of: IndexTensor
  /** A window that shows each pattern, row · places + place. */
  readonly firsts: IndexTensor
  /** The first number of each place, and the count; [places + 1]. */
  readonly starts: IndexTensor
  /** To find them in. */
  readonly work: IndexTensor
  count: number
  /** Of the batch. */
  rows: number
}

/** Windows along each side of an image, and in all. */
export const windowsAlong = (side: number, { size, stride }: Pick<WindowShape, 'size' | 'stride'>) =>
  Math.floor((side - size) / stride) + 1
export const windowCount = (shape: WindowShape) =>
  windowsAlong(shape.height, shape) * windowsAlong(shape.width, shape)

/** The codes in assembly/activations.ts. */
const activationCode = { none: 0, tanh: 1, relu: 2, silu: 3 } as const

const PAGE = 65_536
/** Kernels read up to one eight-column panel past the last value (and never write there). */
const SLACK = 64
/** Below this a call is not divided: about 4 µs, where telling the other threads and waiting for them takes 1 µs. */
export const MIN_DIVIDED_MULTIPLICATIONS = 100_000
/** Multiplications of a convolution to one of a sparse one, roughly. */
const DENSE_TO_SPARSE_MULTIPLICATIONS = 10

export class Kernels {
  readonly build: KernelBuild
  /** Whether matrix products are made for vectors that the engine joins; the bits are the same. */
  readonly wide: boolean
  readonly memory: WebAssembly.Memory
  readonly #module: WebAssembly.Module
  readonly #exports: KernelExports
  /** First free byte; nothing is ever freed. */
  #top: number
  #pool: ThreadPool | undefined
  #together = true
  #stopped = false

  constructor(
    build: KernelBuild,
    module: WebAssembly.Module,
    exports: KernelExports,
    memory: WebAssembly.Memory,
    wide: boolean,
  ) {
    this.build = build
    this.memory = memory
    this.#module = module
    this.#exports = exports
    this.wide = wide
    this.#top = exports.heapBase()
    exports.useScratch(this.#allocate(exports.scratchSize()))
    if (wide) exports.useWideTiles()
  }

  /** Threads that are there to divide large calls, this one included. */
  get threads(): number {
    return this.#pool?.threads ?? 1
  }

  /** Whether they do; results are the same bits. */
  set together(together: boolean) {
    this.#together = together
  }

  /**
   * Starts threads that divide large calls with this one, once they are up.
   *
   * @param threads this one included.
   * @throws Error when the memory is not shared, or a thread can't be started.
   */
  async startThreads(threads: number): Promise<void> {
    if (threads < 2) return
    const scratches = Array.from({ length: threads - 1 }, () => this.#allocate(this.#exports.scratchSize()))
    this.#pool = await ThreadPool.start(this.#module, this.memory, this.wide, scratches)
    if (this.#stopped) this.stopThreads()
  }

  /** Lets the other threads end; this one goes on alone. */
  stopThreads(): void {
    this.#stopped = true
    this.#pool?.stop()
    this.#pool = undefined
  }

  /** Runs a kernel over a range from 0, on all threads if it is that much work. */
  #run<Name extends Divisible>(
    kernel: Name,
    extent: number,
    operations: number,
    ...values: AfterRange<Parameters<KernelExports[Name]>>
  ): void {
    const run = this.#exports[kernel] as (...all: number[]) => void
    if (this.#pool && this.#together && operations >= MIN_DIVIDED_MULTIPLICATIONS)
      this.#pool.run(kernel, run, extent, operations, values)
    else run(0, extent, ...values)
  }

  /** A new tensor of zeros. */
  tensor(length: number): Tensor {
    return new Tensor(this.memory, this.#allocateValues(length), length, Float32Array)
  }

  /** A new index tensor of zeros. */
  indices(length: number): IndexTensor {
    return new Tensor(this.memory, this.#allocateValues(length), length, Int32Array)
  }

  #allocateValues(length: number): number {
    if (!Number.isInteger(length) || length < 0) throw new RangeError(`a tensor cannot have length ${length}`)
    try {
      return this.#allocate(4 * length + SLACK)
    } catch (cause) {
      throw new RangeError(`no memory for a tensor of ${length} values: ${this.#top} bytes are in use`, {
        cause,
      })
    }
  }

  #allocate(bytes: number): number {
    const pointer = Math.ceil(this.#top / 16) * 16
    const missing = Math.ceil((pointer + bytes - this.memory.buffer.byteLength) / PAGE)
    if (missing > 0) this.memory.grow(missing)
    this.#top = pointer + bytes
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
    this.#run(
      'linear',
      rows,
      rows * inputs * outputs,
      this.#at('x', x, rows * inputs),
      this.#at('weights', weights, inputs * outputs),
      bias === null ? 0 : this.#at('bias', bias, outputs),
      this.#at('y', y, rows * outputs),
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
    this.#run(
      'linearBackwardInput',
      rows,
      rows * inputs * outputs,
      this.#at('dy', dy, rows * outputs),
      this.#at('weights', weights, inputs * outputs),
      this.#at('dx', dx, rows * inputs),
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
    this.#run(
      'linearBackwardWeights',
      inputs,
      rows * inputs * outputs,
      this.#at('x', x, rows * inputs),
      this.#at('dy', dy, rows * outputs),
      this.#at('dWeights', dWeights, inputs * outputs),
      rows,
      inputs,
      outputs,
    )
  }

  /** sum += x */
  add(x: Tensor, sum: Tensor, length: number): void {
    this.#run('add', length, length, this.#at('x', x, length), this.#at('sum', sum, length))
  }

  /** out[columns] = sums over the rows of x[rows×columns]: a bias gradient. */
  columnSums(x: Tensor, out: Tensor, rows: number, columns: number): void {
    this.#run(
      'columnSums',
      columns,
      rows * columns,
      this.#at('x', x, rows * columns),
      this.#at('out', out, columns),
      rows,
      columns,
    )
  }

  /** y = activation(x); y may be x. */
  activate(kind: Exclude<Activation, 'none'>, x: Tensor, y: Tensor, length: number): void {
    this.#run(
      'activate',
      length,
      10 * length,
      activationCode[kind],
      this.#at('x', x, length),
      this.#at('y', y, length),
    )
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
    this.#run(
      'activationBackward',
      length,
      4 * length,
      activationCode[kind],
      this.#at('x', x, length),
      this.#at('y', y, length),
      this.#at('dy', dy, length),
      this.#at('dx', dx, length),
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
    const values = rows * windowCount(shape) * size * size * channels
    this.#run(
      'windows',
      rows,
      values,
      this.#at('images', images, rows * height * width * channels),
      this.#at('out', out, values),
      height,
      width,
      channels,
      size,
      stride,
    )
  }

  /** The gradient of `windows`: dImages is the sum of all windows' gradients where they overlap. */
  windowsBackward(dWindows: Tensor, dImages: Tensor, rows: number, shape: WindowShape): void {
    const { height, width, channels, size, stride } = shape
    const values = rows * windowCount(shape) * size * size * channels
    this.#run(
      'windowsBackward',
      rows,
      values,
      this.#at('dWindows', dWindows, values),
      this.#at('dImages', dImages, rows * height * width * channels),
      height,
      width,
      channels,
      size,
      stride,
    )
  }

  /** The share of x's first `length` values that are not 0. */
  density(x: Tensor, length: number): number {
    return this.#exports.countNonZero(this.#at('x', x, length), length) / length
  }

  /**
   * Puts the weights [size·size·channels × filters] of a convolution into the order in which `convolveSparse` wants them, or
   * what is in that order `back`.
   */
  turnWeights(weights: Tensor, turned: Tensor, shape: WindowShape, filters: number, back = false): void {
    const { channels, size, stride } = shape
    const values = size * size * channels * filters
    this.#exports.turnWeights(
      0,
      filters,
      this.#at('weights', weights, values),
      this.#at('turned', turned, values),
      channels,
      size,
      stride,
      filters,
      back ? 1 : 0,
    )
  }

  /**
   * The convolved images with bias and activation: the bits that `windows` and `linear` give, without zeros' part in the
   * work, which is faster where less than a quarter of the numbers are anything else.
   *
   * @param turned see `turnWeights`.
   */
  convolveSparse(
    images: Tensor,
    turned: Tensor,
    bias: Tensor,
    y: Tensor,
    rows: number,
    shape: WindowShape,
    filters: number,
    activation: Exclude<Activation, 'silu'>,
  ): void {
    const { height, width, channels, size, stride } = shape
    const places = size * size * channels
    this.#run(
      'convolveSparse',
      rows,
      (rows * windowCount(shape) * places * filters) / DENSE_TO_SPARSE_MULTIPLICATIONS,
      this.#at('images', images, rows * height * width * channels),
      this.#at('turned', turned, places * filters),
      this.#at('bias', bias, filters),
      this.#at('y', y, rows * windowCount(shape) * filters),
      height,
      width,
      channels,
      size,
      stride,
      filters,
      activationCode[activation],
    )
  }

  /** The gradient of `convolveSparse`'s turned weights, from that of its result before the activation. */
  convolveSparseBackwardWeights(
    images: Tensor,
    dy: Tensor,
    dTurned: Tensor,
    rows: number,
    shape: WindowShape,
    filters: number,
  ): void {
    const { height, width, channels, size, stride } = shape
    const places = size * size * channels
    this.#run(
      'convolveSparseBackwardWeights',
      filters,
      (rows * windowCount(shape) * places * filters) / DENSE_TO_SPARSE_MULTIPLICATIONS,
      this.#at('images', images, rows * height * width * channels),
      this.#at('dy', dy, rows * windowCount(shape) * filters),
      this.#at('dTurned', dTurned, places * filters),
      rows,
      height,
      width,
      channels,
      size,
      stride,
      filters,
    )
  }

  /** Room for the patterns of up to `rows` boards, at most `most` of them. */
  patterns(rows: number, shape: WindowShape, most: number): Patterns {
    const { height, width, size, stride } = shape
    const places = windowCount(shape)
    return {
      of: this.indices(this.#exports.patternLength(rows, places)),
      firsts: this.indices(most),
      starts: this.indices(places + 1),
      work: this.indices(Math.ceil(this.#exports.patternWork(rows, height, width, size, stride) / 4)),
      count: 0,
      rows: 0,
    }
  }

  /**
   * Finds what the windows of `rows` boards show: images [height × width × channels] of zeros and ones.
   *
   * @returns whether these are such images, with at most 16 channels, few enough different cells for a window to have a
   * number of 64 bits, and at most `most` patterns; if not, `patterns` means nothing.
   */
  findPatterns(images: Tensor, rows: number, shape: WindowShape, patterns: Patterns, most: number): boolean {
    const { height, width, channels, size, stride } = shape
    const places = windowCount(shape)
    const work = this.#exports.patternWork(rows, height, width, size, stride)
    patterns.rows = rows
    patterns.count = this.#exports.findPatterns(
      this.#at('images', images, rows * height * width * channels),
      rows,
      height,
      width,
      channels,
      size,
      stride,
      this.#at('patterns.of', patterns.of, this.#exports.patternLength(rows, places)),
      this.#at('patterns.firsts', patterns.firsts, most),
      this.#at('patterns.starts', patterns.starts, places + 1),
      this.#at('patterns.work', patterns.work, Math.ceil(work / 4)),
      most,
    )
    return patterns.count >= 0
  }

  /** A window of the images that shows each pattern: out [count × size·size·channels], as `windows` has them. */
  patternWindows(images: Tensor, patterns: Patterns, out: Tensor, shape: WindowShape): void {
    const { height, width, channels, size, stride } = shape
    const { firsts, count, rows } = patterns
    this.#exports.patternWindows(
      this.#at('patterns.firsts', firsts, count),
      count,
      this.#at('images', images, rows * height * width * channels),
      this.#at('out', out, count * size * size * channels),
      height,
      width,
      channels,
      size,
      stride,
    )
  }

  /**
   * What each pattern gives to the sums of the dense layer: table [count × outputs], from the patterns' own outputs of the
   * convolution, convolved [count × filters], and the layer's weights [places·filters × outputs].
   */
  patternTable(
    patterns: Patterns,
    convolved: Tensor,
    weights: Tensor,
    table: Tensor,
    filters: number,
    outputs: number,
  ): void {
    const { starts, count } = patterns
    const places = starts.length - 1
    this.#run(
      'patternTable',
      places,
      count * filters * outputs,
      this.#at('patterns.starts', starts, places + 1),
      this.#at('convolved', convolved, count * filters),
      this.#at('weights', weights, places * filters * outputs),
      this.#at('table', table, count * outputs),
      filters,
      outputs,
    )
  }

  /** y[rows × outputs] = activation(bias + Σ over places of the row of `table` that the pattern there has). */
  sumPatterns(
    patterns: Patterns,
    table: Tensor,
    bias: Tensor,
    y: Tensor,
    outputs: number,
    activation: Exclude<Activation, 'silu'>,
  ): void {
    const { of, starts, count, rows } = patterns
    const places = starts.length - 1
    this.#run(
      'sumPatterns',
      rows,
      rows * places * outputs,
      this.#at('patterns.of', of, this.#exports.patternLength(rows, places)),
      this.#at('table', table, count * outputs),
      this.#at('bias', bias, outputs),
      this.#at('y', y, rows * outputs),
      rows,
      places,
      outputs,
      activationCode[activation],
    )
  }

  /** The gradient of `table`: dTable[count × outputs], sums of dy[rows × outputs] over the windows that show each pattern. */
  gatherByPattern(patterns: Patterns, dy: Tensor, dTable: Tensor, outputs: number): void {
    const { of, starts, count, rows } = patterns
    const places = starts.length - 1
    this.#run(
      'gatherByPattern',
      outputs,
      rows * places * outputs,
      this.#at('patterns.of', of, this.#exports.patternLength(rows, places)),
      this.#at('dy', dy, rows * outputs),
      this.#at('dTable', dTable, count * outputs),
      count,
      rows,
      places,
      outputs,
    )
  }

  /** The gradients of `patternTable`: dConvolved [count × filters] and dWeights [places·filters × outputs]. */
  patternTableBackward(
    patterns: Patterns,
    convolved: Tensor,
    weights: Tensor,
    dTable: Tensor,
    dConvolved: Tensor,
    dWeights: Tensor,
    filters: number,
    outputs: number,
  ): void {
    const { starts, count } = patterns
    const places = starts.length - 1
    this.#run(
      'patternTableBackward',
      places,
      2 * count * filters * outputs,
      this.#at('patterns.starts', starts, places + 1),
      this.#at('convolved', convolved, count * filters),
      this.#at('weights', weights, places * filters * outputs),
      this.#at('dTable', dTable, count * outputs),
      this.#at('dConvolved', dConvolved, count * filters),
      this.#at('dWeights', dWeights, places * filters * outputs),
      filters,
      outputs,
    )
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
    this.#run(
      'layerNorm',
      rows,
      4 * rows * columns,
      this.#at('x', x, rows * columns),
      this.#at('gain', gain, columns),
      this.#at('bias', bias, columns),
      this.#at('y', y, rows * columns),
      this.#at('mean', mean, rows),
      this.#at('inverseStd', inverseStd, rows),
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
    this.#run(
      'adam',
      length,
      4 * length,
      this.#at('parameters', parameters, length),
      this.#at('gradients', gradients, length),
      this.#at('m', m, length),
      this.#at('v', v, length),
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
    this.#run(
      'sgd',
      length,
      4 * length,
      this.#at('parameters', parameters, length),
      this.#at('gradients', gradients, length),
      this.#at('velocity', velocity, length),
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
