import type { Activation, Kernels, Tensor } from '../kernels/index.ts'
import type { Pcg64 } from '../random/index.ts'
import type { BoardPatterns } from './board-patterns.ts'
import { Convolution, convolutionParameters, convolved } from './convolution.ts'
import type { ConvolutionSettings, ConvolutionSpec, ImageShape } from './convolution-spec.ts'
import { Dense, type DenseSpec, denseParameters } from './dense.ts'
import type { Initialisation } from './initialise.ts'
import type { Layer } from './layer.ts'
import type { ParameterSpec, Parameters } from './parameters.ts'
import { PatternLayers } from './pattern-layers.ts'

export interface MlpSpec {
  readonly name: string
  /** Shape of an input: an image where there are convolutions. */
  readonly input: readonly number[]
  readonly convolutions: readonly ConvolutionSettings[]
  /** Units of the hidden layers, after the convolutions. */
  readonly hidden: readonly number[]
  readonly activation: Activation
  /** Layer norm in the hidden layers. */
  readonly layerNorm: boolean
  readonly initialisation: Initialisation
  /** A linear layer on top, with the gain of its orthogonal initialisation; none: the last layer below. */
  readonly head?: { readonly outputs: number; readonly gain: number }
}

/** Gain of hidden layers, √2, whatever the activation: PPO's custom (Huang et al. 2022, detail 2). */
const HIDDEN_GAIN = Math.SQRT2

const product = (shape: readonly number[]) => shape.reduce((size, side) => size * side, 1)

/** @throws Error when the input is not an image, or a window is larger than what it slides over. */
function convolutionsOf({
  name,
  input,
  convolutions,
  activation,
  initialisation,
}: MlpSpec): ConvolutionSpec[] {
  let image = input as ImageShape
  return convolutions.map((settings, i) => {
    if (input.length !== 3)
      throw new Error(
        `network.convolutions need images [height, width, channels]; observations are [${input}]`,
      )
    if (settings.size > Math.min(image[0], image[1]))
      throw new Error(
        `network.convolutions.${i}.size is ${settings.size}; its input is only ${image[0]}×${image[1]}`,
      )
    const layer = { name: `${name}.conv${i}`, image, lowest: i === 0 }
    const own = { ...layer, activation, initialisation, gain: HIDDEN_GAIN }
    const spec = { ...own, ...settings }
    image = convolved(image, settings)
    return spec
  })
}

/** Numbers that the convolutions hand on. */
function flattened(spec: MlpSpec): number {
  const last = convolutionsOf(spec).at(-1)
  return product(last ? convolved(last.image, last) : spec.input)
}

function denseLayersOf(spec: MlpSpec): DenseSpec[] {
  const { name, hidden, activation, layerNorm, initialisation, head } = spec
  const sizes = [flattened(spec), ...hidden]
  const specs: DenseSpec[] = hidden.map((outputs, i) => ({
    name: `${name}.${i}`,
    inputs: sizes[i],
    outputs,
    activation,
    layerNorm,
    initialisation,
    gain: HIDDEN_GAIN,
  }))
  if (head)
    specs.push({
      name: `${name}.head`,
      inputs: sizes[hidden.length],
      activation: 'none',
      layerNorm: false,
      initialisation,
      ...head,
    })
  return specs
}

export const mlpParameters = (spec: MlpSpec): ParameterSpec[] => [
  ...convolutionsOf(spec).flatMap(convolutionParameters),
  ...denseLayersOf(spec).flatMap(denseParameters),
]

/** Numbers a row of the network's output has. */
export const mlpOutputs = (spec: MlpSpec): number => denseLayersOf(spec).at(-1)?.outputs ?? flattened(spec)

/** A multi-layer perceptron, on convolutions where the input is an image. */
export class Mlp implements Layer {
  readonly inputs: number
  readonly outputs: number
  readonly #layers: readonly Layer[]

  /** @param boards that the lowest of several layers is a convolution on, if there may be such. */
  constructor(
    kernels: Kernels,
    parameters: Parameters,
    spec: MlpSpec,
    maxRows: number,
    boards?: BoardPatterns,
  ) {
    const convolutions = convolutionsOf(spec)
    const dense = denseLayersOf(spec)
    const [lowest] = convolutions
    const patterns =
      boards && convolutions.length === 1 && dense.length > 0
        ? PatternLayers.from(kernels, parameters, lowest, dense[0], boards, maxRows)
        : undefined
    this.#layers = [
      ...(patterns
        ? [patterns]
        : convolutions.map((layer) => new Convolution(kernels, parameters, layer, maxRows))),
      ...dense.slice(patterns ? 1 : 0).map((layer) => new Dense(kernels, parameters, layer, maxRows)),
    ]
    this.inputs = product(spec.input)
    this.outputs = mlpOutputs(spec)
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
