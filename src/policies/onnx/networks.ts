/** The networks of a policy as operations of ONNX. */
import type { Activation } from '../../kernels/index.ts'
import type { Policy } from '../policy.ts'
import type { Graph } from './graph.ts'

type Network = Policy['spec']['network']

export class OnnxNetworks {
  readonly #graph: Graph
  readonly #policy: Policy

  constructor(graph: Graph, policy: Policy) {
    this.#graph = graph
    this.#policy = policy
  }

  /** Observations → what the heads take: the trunk's features where there is a trunk. */
  features(x: string): string {
    return this.#network.sharedTrunk ? this.#body('trunk', x) : x
  }

  /** Features → outputs of the `actor` or `critic`. */
  head(name: 'actor' | 'critic', features: string): string {
    const hidden = this.#network.sharedTrunk ? features : this.#body(name, features)
    const said = this.#linear(`${name}.head`, hidden)
    const { outputWeights } = this.#policy.network
    if (name === 'critic' || !outputWeights) return said
    const choices = this.#policy.distribution.outputs
    const shape = [outputWeights.length / choices, choices]
    return this.#graph.add('MatMul', [said, this.#graph.constant(outputWeights.data.slice(), shape)])
  }

  get #network(): Network {
    return this.#policy.spec.network
  }

  #body(name: string, x: string): string {
    const { hidden, convolutions, activation, layerNorm } = this.#network
    let y = convolutions.length > 0 ? this.#convolutions(name, x) : x
    hidden.forEach((_, i) => {
      y = this.#linear(`${name}.${i}`, y)
      if (layerNorm) y = this.#layerNorm(`${name}.${i}.norm`, y)
      y = this.#activate(activation, y)
    })
    return y
  }

  #linear(name: string, x: string): string {
    return this.#graph.add('Gemm', [x, this.#parameter(`${name}.weights`), this.#parameter(`${name}.bias`)])
  }

  #layerNorm(name: string, x: string): string {
    const inputs = [x, this.#parameter(`${name}.gain`), this.#parameter(`${name}.bias`)]
    return this.#graph.add('LayerNormalization', inputs, { axis: -1, epsilon: { float: 1e-5 } })
  }

  /** Of each window over its filters, which are the last axis for as long as that takes. */
  #normFilters(name: string, y: string): string {
    const last = this.#graph.add('Transpose', [y], { perm: [0, 2, 3, 1] })
    return this.#graph.add('Transpose', [this.#layerNorm(name, last)], { perm: [0, 3, 1, 2] })
  }

  #activate(activation: Activation, x: string): string {
    if (activation === 'silu') return this.#graph.add('Mul', [x, this.#graph.add('Sigmoid', [x])])
    if (activation === 'none') return x
    return this.#graph.add(activation === 'tanh' ? 'Tanh' : 'Relu', [x])
  }

  /** Images lie as [height × width × channels] here, and as [channels × height × width] in ONNX. */
  #convolutions(name: string, x: string): string {
    const graph = this.#graph
    const { observationSpace } = this.#policy.spec
    const [height, width, channels] = observationSpace.kind === 'box' ? observationSpace.shape : []
    const image = graph.add('Reshape', [x, graph.integers(-1, height, width, channels)])
    let y = graph.add('Transpose', [image], { perm: [0, 3, 1, 2] })
    let depth = channels
    this.#network.convolutions.forEach(({ filters, size, stride, layerNorm }, i) => {
      const weights = this.#kernelOf(`${name}.conv${i}.weights`, size, depth, filters)
      const bias = this.#parameter(`${name}.conv${i}.bias`)
      y = graph.add('Conv', [y, weights, bias], { strides: [stride, stride] })
      if (layerNorm) y = this.#normFilters(`${name}.conv${i}.norm`, y)
      y = this.#activate(this.#network.activation, y)
      depth = filters
    })
    return graph.add('Flatten', [graph.add('Transpose', [y], { perm: [0, 2, 3, 1] })])
  }

  /** [size·size·channels × filters] → [filters × channels × size × size]. */
  #kernelOf(name: string, size: number, channels: number, filters: number): string {
    const { data } = this.#policy.network.parameters.get(name).value
    const turned = new Float32Array(data.length)
    for (let at = 0; at < size * size; at++)
      for (let c = 0; c < channels; c++)
        for (let f = 0; f < filters; f++)
          turned[(f * channels + c) * size * size + at] = data[(at * channels + c) * filters + f]
    return this.#graph.constant(turned, [filters, channels, size, size], name)
  }

  #parameter(name: string): string {
    const { shape, value } = this.#policy.network.parameters.get(name)
    return this.#graph.constant(value.data.slice(), shape, name)
  }
}
