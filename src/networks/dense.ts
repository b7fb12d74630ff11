import {
  type Activation,
  activate,
  activationBackward,
  columnSums,
  type Kernels,
  linear,
  linearBackwardInput,
  linearBackwardWeights,
  type Tensor,
} from '../kernels/index.ts'
import type { Pcg64 } from '../random/index.ts'
import { type Initialisation, initialiseLinear } from './initialise.ts'
import type { Layer } from './layer.ts'
import { LayerNorm, layerNormParameters } from './layer-norm.ts'
import type { Parameter, ParameterSpec, Parameters } from './parameters.ts'

export interface DenseSpec {
  readonly name: string
  readonly inputs: number
  readonly outputs: number
  readonly activation: Activation
  /** Layer norm between the linear map and the activation (Ba et al. 2016). */
  readonly layerNorm: boolean
  readonly initialisation: Initialisation
  /** Of orthogonal weights. */
  readonly gain: number
}

/** The parameters that a dense layer needs. */
export function denseParameters({ name, inputs, outputs, layerNorm }: DenseSpec): ParameterSpec[] {
  const linear = [
    { name: `${name}.weights`, shape: [inputs, outputs] },
    { name: `${name}.bias`, shape: [outputs] },
  ]
  return layerNorm ? [...linear, ...layerNormParameters(name, outputs)] : linear
}

/** y = activation(norm(x·W + b)). */
export class Dense implements Layer {
  readonly inputs: number
  readonly outputs: number
  readonly #kernels: Kernels
  readonly #spec: DenseSpec
  readonly #weights: Parameter
  readonly #bias: Parameter
  readonly #norm: LayerNorm | undefined
  /** Before the activation, where it can't be told from y: silu and after a norm. */
  readonly #pre: Tensor | undefined
  readonly #y: Tensor
  /** Made when first asked for: the lowest layer needs none. */
  #dx: Tensor | undefined
  readonly #maxRows: number
  #x: Tensor | undefined

  constructor(kernels: Kernels, parameters: Parameters, spec: DenseSpec, maxRows: number) {
    this.inputs = spec.inputs
    this.outputs = spec.outputs
    this.#kernels = kernels
    this.#spec = spec
    this.#weights = parameters.get(`${spec.name}.weights`)
    this.#bias = parameters.get(`${spec.name}.bias`)
    if (spec.layerNorm) this.#norm = new LayerNorm(kernels, parameters, spec.name, spec.outputs, maxRows)
    if (spec.layerNorm || spec.activation === 'silu') this.#pre = kernels.tensor(maxRows * spec.outputs)
    this.#y = kernels.tensor(maxRows * spec.outputs)
    this.#maxRows = maxRows
  }

  initialise(random: Pcg64): void {
    initialiseLinear(random, this.#spec, this.#weights, this.#bias)
    this.#norm?.initialise()
  }

  forward(x: Tensor, rows: number): Tensor {
    this.#x = x
    const { value: weights } = this.#weights
    const { value: bias } = this.#bias
    const { activation } = this.#spec
    if (!this.#pre) {
      // The constructor made `pre` for silu, so what is left can be fused.
      linear(
        this.#kernels,
        x,
        weights,
        bias,
        this.#y,
        rows,
        this.inputs,
        this.outputs,
        activation as Exclude<Activation, 'silu'>,
      )
      return this.#y
    }
    linear(
      this.#kernels,
      x,
      weights,
      bias,
      this.#norm?.x ?? this.#pre,
      rows,
      this.inputs,
      this.outputs,
      'none',
    )
    this.#norm?.forward(this.#pre, rows)
    if (activation === 'none') return this.#pre
    activate(this.#kernels, activation, this.#pre, this.#y, rows * this.outputs)
    return this.#y
  }

  backward(dy: Tensor, rows: number, wantInput: true): Tensor
  backward(dy: Tensor, rows: number, wantInput: boolean): Tensor | undefined
  backward(dy: Tensor, rows: number, wantInput: boolean): Tensor | undefined {
    if (!this.#x) throw new Error('backward was called before forward')
    const { activation } = this.#spec
    if (activation !== 'none')
      activationBackward(
        this.#kernels,
        activation,
        this.#pre ?? this.#y,
        this.#y,
        dy,
        dy,
        rows * this.outputs,
      )
    this.#norm?.backward(dy, rows)
    linearBackwardWeights(this.#kernels, this.#x, dy, this.#weights.gradient, rows, this.inputs, this.outputs)
    columnSums(this.#kernels, dy, this.#bias.gradient, rows, this.outputs)
    if (!wantInput) return undefined
    this.#dx ??= this.#kernels.tensor(this.#maxRows * this.inputs)
    linearBackwardInput(this.#kernels, dy, this.#weights.value, this.#dx, rows, this.inputs, this.outputs)
    return this.#dx
  }
}
