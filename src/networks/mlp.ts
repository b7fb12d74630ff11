import type { Activation, Kernels, Tensor } from '../kernels/index.ts'
import type { Pcg64 } from '../random/index.ts'
import { Dense, type DenseSpec, denseParameters } from './dense.ts'
import type { Layer } from './layer.ts'
import type { ParameterSpec, Parameters } from './parameters.ts'

export interface MlpSpec {
  readonly name: string
  readonly inputs: number
  readonly hidden: readonly number[]
  readonly activation: Activation
  readonly layerNorm: boolean
  /** A linear layer on top, with the gain of its orthogonal initialisation; none: the last hidden layer. */
  readonly head?: { readonly outputs: number; readonly gain: number }
}

/** Gain of hidden layers, √2, whatever the activation: PPO's custom (Huang et al. 2022, detail 2). */
const HIDDEN_GAIN = Math.SQRT2

function layers({ name, inputs, hidden, activation, layerNorm, head }: MlpSpec): DenseSpec[] {
  const sizes = [inputs, ...hidden]
  const specs: DenseSpec[] = hidden.map((outputs, i) => ({
    name: `${name}.${i}`,
    inputs: sizes[i],
    outputs,
    activation,
    layerNorm,
    gain: HIDDEN_GAIN,
  }))
  if (head)
    specs.push({
      name: `${name}.head`,
      inputs: sizes[hidden.length],
      activation: 'none',
      layerNorm: false,
      ...head,
    })
  return specs
}

export const mlpParameters = (spec: MlpSpec): ParameterSpec[] => layers(spec).flatMap(denseParameters)

/** A multi-layer perceptron. */
export class Mlp implements Layer {
  readonly inputs: number
  readonly outputs: number
  readonly #layers: readonly Dense[]

  constructor(kernels: Kernels, parameters: Parameters, spec: MlpSpec, maxRows: number) {
    this.#layers = layers(spec).map((layer) => new Dense(kernels, parameters, layer, maxRows))
    this.inputs = spec.inputs
    this.outputs = this.#layers.at(-1)?.outputs ?? spec.inputs
  }

  initialise(random: Pcg64): void {
    for (const layer of this.#layers) layer.initialise(random)
  }

  forward(x: Tensor, rows: number): Tensor {
    let y = x
    for (const layer of this.#layers) y = layer.forward(y, rows)
    return y
  }

  backward(dy: Tensor, rows: number, wantInput: true): Tensor
  backward(dy: Tensor, rows: number, wantInput: boolean): Tensor | undefined
  backward(dy: Tensor, rows: number, wantInput: boolean): Tensor | undefined {
    let gradient = dy
    for (let i = this.#layers.length - 1; i > 0; i--)
      gradient = this.#layers[i].backward(gradient, rows, true)
    return this.#layers.length === 0 ? gradient : this.#layers[0].backward(gradient, rows, wantInput)
  }
}
