import {
  type Activation,
  activationBackward,
  columnSums,
  gatherByPattern,
  type Kernels,
  linear,
  linearBackwardWeights,
  patternTable,
  patternTableBackward,
  sumPatterns,
  type Tensor,
} from '../kernels/index.ts'
import type { Pcg64 } from '../random/index.ts'
import type { BoardPatterns, FoundPatterns } from './board-patterns.ts'
import { Convolution } from './convolution.ts'
import type { ConvolutionSpec } from './convolution-spec.ts'
import { Dense, type DenseSpec } from './dense.ts'
import type { Layer } from './layer.ts'
import { NormedActivation } from './normed-activation.ts'
import type { Parameter, Parameters } from './parameters.ts'

type Fused = Exclude<Activation, 'silu'>

/**
 * A network's lowest convolution and the dense layer on it. Where the input is boards, as games on a grid show them, what
 * windows show repeats from row to row, and is worked out once: the same outputs, but for the order of the sums.
 */
export class PatternLayers implements Layer {
  readonly inputs: number
  readonly outputs: number
  readonly #kernels: Kernels
  readonly #convolution: Convolution
  readonly #dense: Dense
  readonly #activation: Fused
  readonly #boards: BoardPatterns
  readonly #filters: number
  readonly #convolutionWeights: Parameter
  readonly #convolutionBias: Parameter
  readonly #denseWeights: Parameter
  readonly #denseBias: Parameter
  readonly #maxRows: number
  readonly #norms: Norms
  /** Made when there are boards. */
  #memory: PatternMemory | undefined
  /** Of the last batch, if it went this way. */
  #found: FoundPatterns | undefined

  /** undefined where there is more between the two than sums, norms and an activation that can be told from its result. */
  static from(
    kernels: Kernels,
    parameters: Parameters,
    convolution: ConvolutionSpec,
    dense: DenseSpec,
    boards: BoardPatterns,
    maxRows: number,
  ): PatternLayers | undefined {
    const { activation } = convolution
    if (activation === 'silu' || dense.activation !== activation) return undefined
    // A norm above alone goes the way that it went before there were norms below: the same bits.
    if (dense.layerNorm && !convolution.layerNorm) return undefined
    return new PatternLayers(kernels, parameters, convolution, dense, activation, boards, maxRows)
  }

  private constructor(
    kernels: Kernels,
    parameters: Parameters,
    convolution: ConvolutionSpec,
    dense: DenseSpec,
    activation: Fused,
    boards: BoardPatterns,
    maxRows: number,
  ) {
    this.#kernels = kernels
    this.#convolution = new Convolution(kernels, parameters, convolution, maxRows)
    this.#dense = new Dense(kernels, parameters, dense, maxRows)
    this.inputs = this.#convolution.inputs
    this.outputs = dense.outputs
    this.#activation = activation
    this.#boards = boards
    this.#filters = convolution.filters
    this.#convolutionWeights = parameters.get(`${convolution.name}.weights`)
    this.#convolutionBias = parameters.get(`${convolution.name}.bias`)
    this.#denseWeights = parameters.get(`${dense.name}.weights`)
    this.#denseBias = parameters.get(`${dense.name}.bias`)
    this.#maxRows = maxRows
    this.#norms = {
      below: (most) =>
        convolution.layerNorm
          ? new NormedActivation(kernels, parameters, convolution, this.#filters, most)
          : undefined,
      above: () =>
        dense.layerNorm
          ? new NormedActivation(kernels, parameters, dense, dense.outputs, maxRows)
          : undefined,
    }
  }

  initialise(random: Pcg64): void {
    this.#convolution.initialise(random)
    this.#dense.initialise(random)
  }

  /** Of the batch that `boards` was shown. */
  forward(x: Tensor, rows: number): Tensor {
    this.#found = this.#boards.found
    if (!this.#found) return this.#dense.forward(this.#convolution.forward(x, rows), rows)
    const { patterns, windows } = this.#found
    const { convolved, table, y, below, above } = this.#remembered
    const filters = this.#filters
    linear(
      this.#kernels,
      windows,
      this.#convolutionWeights.value,
      this.#convolutionBias.value,
      below?.x ?? convolved,
      patterns.count,
      this.#boards.windowSize,
      filters,
      below ? 'none' : this.#activation,
    )
    below?.forward(convolved, patterns.count)
    patternTable(this.#kernels, patterns, convolved, this.#denseWeights.value, table, filters, this.outputs)
    const [sums, fused] = above ? [above.x, 'none' as const] : [y, this.#activation]
    sumPatterns(this.#kernels, patterns, table, this.#denseBias.value, sums, this.outputs, fused)
    above?.forward(y, rows)
    return y
  }

  get #remembered(): PatternMemory {
    this.#memory ??= new PatternMemory(
      this.#kernels,
      this.#filters,
      this.outputs,
      this.#maxRows,
      this.#boards.most,
      this.#norms,
    )
    return this.#memory
  }

  backward(dy: Tensor, rows: number, wantInput: true): Tensor
  backward(dy: Tensor, rows: number, wantInput: boolean): Tensor | undefined
  backward(dy: Tensor, rows: number, wantInput: boolean): Tensor | undefined {
    if (!this.#found) return this.#convolution.backward(this.#dense.backward(dy, rows, true), rows, wantInput)
    if (wantInput) throw new Error('nothing lies below the lowest convolution')
    this.#backThroughPatterns(dy, rows, this.#found)
    return undefined
  }

  #backThroughPatterns(dy: Tensor, rows: number, { patterns, windows }: FoundPatterns): void {
    const { convolved, dConvolved, table, y, below, above } = this.#remembered
    const kernels = this.#kernels
    const filters = this.#filters
    const kind = this.#activation
    if (above) above.backward(y, dy, rows)
    else if (kind !== 'none') activationBackward(kernels, kind, y, y, dy, dy, rows * this.outputs)
    columnSums(kernels, dy, this.#denseBias.gradient, rows, this.outputs)
    // The table has served: its gradient takes its place.
    gatherByPattern(kernels, patterns, dy, table, this.outputs)
    const { value: weights, gradient: dWeights } = this.#denseWeights
    patternTableBackward(
      kernels,
      patterns,
      convolved,
      weights,
      table,
      dConvolved,
      dWeights,
      filters,
      this.outputs,
    )
    const all = patterns.count * filters
    if (below) below.backward(convolved, dConvolved, patterns.count)
    else if (kind !== 'none')
      activationBackward(kernels, kind, convolved, convolved, dConvolved, dConvolved, all)
    linearBackwardWeights(
      kernels,
      windows,
      dConvolved,
      this.#convolutionWeights.gradient,
      patterns.count,
      this.#boards.windowSize,
      filters,
    )
    columnSums(kernels, dConvolved, this.#convolutionBias.gradient, patterns.count, filters)
  }
}

/** Makes the norms of the two layers, of those that have one. */
interface Norms {
  below(most: number): NormedActivation | undefined
  above(): NormedActivation | undefined
}

/** What a batch of boards is worked out in. */
class PatternMemory {
  /** What the convolution makes of each pattern, and the gradient of that. */
  readonly convolved: Tensor
  readonly dConvolved: Tensor
  /** What each pattern gives to the dense layer's sums. */
  readonly table: Tensor
  readonly y: Tensor
  readonly below: NormedActivation | undefined
  readonly above: NormedActivation | undefined

  /** @param most patterns. */
  constructor(
    kernels: Kernels,
    filters: number,
    outputs: number,
    maxRows: number,
    most: number,
    norms: Norms,
  ) {
    this.convolved = kernels.tensor(most * filters)
    this.dConvolved = kernels.tensor(most * filters)
    this.table = kernels.tensor(most * outputs)
    this.y = kernels.tensor(maxRows * outputs)
    this.below = norms.below(most)
    this.above = norms.above()
  }
}
