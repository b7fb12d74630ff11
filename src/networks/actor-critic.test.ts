import { describe, expect, test, vi } from 'vitest'
import { type Activation, loadKernels } from '../kernels/index.ts'
import { stream } from '../random/index.ts'
import { ActorCritic, type ActorCriticSpec } from './actor-critic.ts'
import { orthogonal } from './initialise.ts'

/** A network in plain float64, straight from the definition, reading its parameters by name. */
class Reference {
  readonly parameters = new Map<string, Float64Array>()
  readonly spec: ActorCriticSpec

  constructor(spec: ActorCriticSpec) {
    this.spec = spec
  }

  outputs(x: readonly number[]): number[] {
    return this.#linear(this.#hidden(this.spec.sharedTrunk ? 'trunk' : 'actor', x), 'actor.head')
  }

  value(x: readonly number[]): number {
    return this.#linear(this.#hidden(this.spec.sharedTrunk ? 'trunk' : 'critic', x), 'critic.head')[0]
  }

  #hidden(name: string, x: readonly number[]): number[] {
    return this.spec.hidden.reduce<number[]>(
      (h, _, i) => {
        const linear = this.#linear(h, `${name}.${i}`)
        const normed = this.spec.layerNorm ? this.#norm(linear, `${name}.${i}.norm`) : linear
        return normed.map(activations[this.spec.activation])
      },
      this.#convolved(name, x),
    )
  }

  /** Every filter at every place, straight from the definition. */
  #convolved(name: string, x: readonly number[]): number[] {
    let [height, width, channels] = this.spec.observationShape
    let image = [...x]
    for (const [layer, { filters, size, stride, layerNorm }] of this.spec.convolutions.entries()) {
      const out: number[] = []
      for (let top = 0; top + size <= height; top += stride)
        for (let left = 0; left + size <= width; left += stride) {
          const window = Array.from({ length: size * size * channels }, (_, i) => {
            const [row, column] = [Math.floor(i / channels / size), Math.floor(i / channels) % size]
            return image[((top + row) * width + left + column) * channels + (i % channels)]
          })
          const linear = this.#linear(window, `${name}.conv${layer}`)
          const normed = layerNorm ? this.#norm(linear, `${name}.conv${layer}.norm`) : linear
          out.push(...normed.map(activations[this.spec.activation]))
        }
      height = Math.floor((height - size) / stride) + 1
      width = Math.floor((width - size) / stride) + 1
      channels = filters
      image = out
    }
    return image
  }

  #linear(x: readonly number[], name: string): number[] {
    const weights = this.parameters.get(`${name}.weights`)!
    const bias = this.parameters.get(`${name}.bias`)!
    return Array.from(bias, (b, o) =>
      x.reduce((sum, value, i) => sum + value * weights[i * bias.length + o], b),
    )
  }

  #norm(x: readonly number[], name: string): number[] {
    const mean = x.reduce((sum, value) => sum + value / x.length, 0)
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2 / x.length, 0)
    const gain = this.parameters.get(`${name}.gain`)!
    const bias = this.parameters.get(`${name}.bias`)!
    return x.map((value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * gain[i] + bias[i])
  }
}

const activations: Record<Activation, (z: number) => number> = {
  none: (z) => z,
  tanh: Math.tanh,
  relu: (z) => Math.max(0, z),
  silu: (z) => z / (1 + Math.exp(-z)),
}

const base: ActorCriticSpec = {
  observationShape: [5],
  convolutions: [],
  outputs: 3,
  outputGain: 1,
  critic: true,
  logStd: 0,
  hidden: [7, 6],
  activation: 'tanh',
  layerNorm: false,
  sharedTrunk: false,
  initialisation: 'orthogonal',
  initialLogStd: 0,
}

/** With the share of inputs that are 0, and with few different boards where all others are 1. */
const cases: [string, Partial<ActorCriticSpec>, { zeros?: number; boards?: number }?][] = [
  ['separate tanh', {}],
  ['shared tanh', { sharedTrunk: true }],
  ['relu', { activation: 'relu' }],
  ['silu', { activation: 'silu' }],
  ['layer norm', { layerNorm: true }],
  ['shared layer norm silu', { layerNorm: true, sharedTrunk: true, activation: 'silu' }],
  ['one hidden layer', { hidden: [9] }],
  ['linear', { hidden: [] }],
  ['shared linear', { hidden: [], sharedTrunk: true }],
  [
    'convolution',
    { observationShape: [5, 4, 2], convolutions: [{ filters: 3, size: 3, stride: 1 }], hidden: [4] },
  ],
  [
    'convolutions of images that are mostly 0',
    {
      observationShape: [7, 6, 3],
      convolutions: [
        { filters: 6, size: 3, stride: 1 },
        { filters: 3, size: 2, stride: 2 },
      ],
      hidden: [4],
    },
    { zeros: 0.9 },
  ],
  ...[1, 2].map((stride): (typeof cases)[number] => [
    `boards that repeat, stride ${stride}`,
    {
      observationShape: [6, 5, 2],
      convolutions: [{ filters: 3, size: 3, stride }],
      hidden: [5, 4],
      sharedTrunk: stride === 2,
    },
    { zeros: 0.8, boards: 4 },
  ]),
  ...[false, true].map((layerNorm): (typeof cases)[number] => [
    `boards that repeat, layer norm below${layerNorm ? ' and above' : ''}`,
    {
      observationShape: [6, 5, 2],
      convolutions: [{ filters: 3, size: 3, stride: 1, layerNorm: true }],
      hidden: [4],
      sharedTrunk: true,
      layerNorm,
    },
    { zeros: 0.8, boards: 4 },
  ]),
  [
    'images that are mostly 0, under layer norm',
    {
      observationShape: [6, 5, 2],
      convolutions: [{ filters: 6, size: 3, stride: 1, layerNorm: true }],
      hidden: [4],
      sharedTrunk: true,
      layerNorm: true,
      activation: 'relu',
    },
    { zeros: 0.8 },
  ],
  [
    'convolutions, one with layer norm',
    {
      observationShape: [7, 6, 3],
      convolutions: [
        { filters: 3, size: 3, stride: 1 },
        { filters: 4, size: 2, stride: 2, layerNorm: true },
      ],
      hidden: [4],
    },
  ],
  [
    'three convolutions, shared, tanh',
    {
      observationShape: [9, 8, 2],
      convolutions: [
        { filters: 5, size: 3, stride: 2 },
        { filters: 6, size: 2, stride: 1 },
        { filters: 2, size: 2, stride: 1 },
      ],
      hidden: [4],
      sharedTrunk: true,
    },
  ],
  [
    'two convolutions, shared, silu',
    {
      observationShape: [7, 8, 1],
      convolutions: [
        { filters: 2, size: 3, stride: 2 },
        { filters: 3, size: 2, stride: 1 },
      ],
      hidden: [],
      sharedTrunk: true,
      activation: 'silu',
    },
  ],
]

describe.each(cases)('actor-critic: %s', (_name, change, { zeros = 0, boards } = {}) => {
  test('backward equals finite differences of a float64 reference', async () => {
    const spec = { ...base, ...change }
    const rows = boards ? 4 * boards : 6
    const kernels = await loadKernels()
    const run = vi.spyOn(kernels, 'run')
    const network = new ActorCritic(kernels, spec, rows)
    const random = stream(7, 'initialisation')
    network.initialise(random)
    const reference = new Reference(spec)
    for (const { name, value } of network.parameters.entries) {
      // Biases and norms away from their special starting points.
      const { data } = value
      for (let i = 0; i < data.length; i++) data[i] += 0.1 * random.normal()
      reference.parameters.set(name, Float64Array.from(data))
    }
    const size = spec.observationShape.reduce((product, side) => product * side, 1)
    const x = kernels.tensor(rows * size)
    const dOutputs = kernels.tensor(rows * spec.outputs)
    const dValues = kernels.tensor(rows)
    for (const tensor of [x, dOutputs, dValues])
      tensor.data.set(Array.from({ length: tensor.length }, () => random.normal()))
    for (let i = 0; i < x.length; i++) if (random.random() < zeros) x.data[i] = 0
    if (boards)
      x.data.forEach((value, i, all) => {
        all[i] = i < boards * size ? Math.abs(Math.sign(value)) : all[i % (boards * size)]
      })
    const inputs = Array.from({ length: rows }, (_, r) =>
      Array.from(x.data.subarray(r * size, (r + 1) * size)),
    )
    const pushes = [dOutputs, dValues].map(({ data }) => Float64Array.from(data))

    const features = network.features(x, rows)
    const outputs = network.outputs(features, rows).data.slice(0, rows * spec.outputs)
    const values = network.values(features, rows).data.slice(0, rows)
    network.backward(dOutputs, dValues, rows)
    expect(run.mock.calls.some(([kernel]) => kernel === 'sumPatterns')).toBe(boards !== undefined)

    inputs.forEach((input, r) => {
      for (const [o, expected] of reference.outputs(input).entries())
        expect(outputs[r * spec.outputs + o]).toBeCloseTo(expected, 4)
      expect(values[r]).toBeCloseTo(reference.value(input), 4)
    })
    const objective = () =>
      inputs.reduce(
        (sum, input, r) =>
          sum +
          reference.outputs(input).reduce((s, y, o) => s + y * pushes[0][r * spec.outputs + o], 0) +
          reference.value(input) * pushes[1][r],
        0,
      )
    for (const { name, gradient } of network.parameters.entries) {
      const parameter = reference.parameters.get(name)!
      for (let i = 0; i < parameter.length; i++) {
        const slope = centralDifference(parameter, i, objective)
        expect(gradient.data[i], `${name}[${i}]`).toBeCloseTo(slope, 3)
      }
    }
  })
})

function centralDifference(parameter: Float64Array, i: number, objective: () => number): number {
  const h = 1e-5
  const at = parameter[i]
  parameter[i] = at + h
  const up = objective()
  parameter[i] = at - h
  const down = objective()
  parameter[i] = at
  return (up - down) / (2 * h)
}

test.each<[string, Partial<ActorCriticSpec>, RegExp]>([
  ['observations that are no images', {}, /need images \[height, width, channels\]; observations are \[5\]/],
  [
    'windows that are too large',
    { observationShape: [4, 9, 1] },
    /convolutions.0.size is 5; its input is only 4×9/,
  ],
])('convolutions refuse %s', async (_name, change, message) => {
  const spec = { ...base, convolutions: [{ filters: 1, size: 5, stride: 1 }], ...change }
  const kernels = await loadKernels()
  expect(() => new ActorCritic(kernels, spec, 2)).toThrow(message)
})

test('a policy without a critic has no value network', async () => {
  const kernels = await loadKernels()
  const network = new ActorCritic(kernels, { ...base, critic: false }, 2)
  expect(
    network.parameters.entries.map(({ name }) => name).filter((name) => name.startsWith('critic')),
  ).toEqual([])
  expect(() => network.values(kernels.tensor(10), 2)).toThrow('tied to the outputs')
})

test('what goes on in JavaScript after outputs and values finds the registers cleared', async () => {
  const kernels = await loadKernels()
  const network = new ActorCritic(kernels, base, 2)
  const leave = vi.spyOn(kernels, 'leave')
  const features = network.features(kernels.tensor(2 * base.observationShape[0]), 2)
  network.outputs(features, 2)
  expect(leave).toHaveBeenCalledTimes(1)
  network.values(features, 2)
  expect(leave).toHaveBeenCalledTimes(2)
})

describe('orthogonal initialisation', () => {
  test.each([
    [4, 64],
    [64, 4],
    [16, 16],
    [1, 5],
  ])('%i × %i has orthogonal rows or columns of norm gain', (rows, columns) => {
    const matrix = orthogonal(stream(3, 'initialisation'), rows, columns, 1.5)
    const count = Math.min(rows, columns)
    const entry = (vector: number, i: number) =>
      rows <= columns ? matrix[vector * columns + i] : matrix[i * columns + vector]
    for (let a = 0; a < count; a++)
      for (let b = 0; b <= a; b++) {
        let product = 0
        for (let i = 0; i < Math.max(rows, columns); i++) product += entry(a, i) * entry(b, i)
        expect(product).toBeCloseTo(a === b ? 2.25 : 0, 10)
      }
  })
})

test("uniform initialisation has the range and the variance of PyTorch's linear layers, biases too", async () => {
  const network = new ActorCritic(
    await loadKernels(),
    { ...base, observationShape: [25], hidden: [400], initialisation: 'uniform' },
    1,
  )
  network.initialise(stream(4, 'initialisation'))
  for (const name of ['actor.0.weights', 'actor.0.bias']) {
    const values = Array.from(network.parameters.get(name).value.data)
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.2)
    // Kaiming's uniform with a = √5 has a variance of 1/(3·inputs); the estimate's own deviation is 5 % for the biases.
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length
    expect(variance * 75).toBeCloseTo(1, 0.6)
  }
})

test('boards in the place of others are looked at anew, by policy and value', async () => {
  const kernels = await loadKernels()
  const rows = 32
  const spec: ActorCriticSpec = {
    ...base,
    observationShape: [5, 5, 2],
    convolutions: [{ filters: 4, size: 3, stride: 1 }],
    activation: 'relu',
    sharedTrunk: false,
    critic: true,
  }
  const network = new ActorCritic(kernels, spec, rows)
  network.initialise(stream(7, 'initialisation'))
  const [x, rest] = [kernels.tensor(rows * 50), rows * spec.outputs]
  const seen = (every: number) => {
    x.data.forEach((_, i, all) => {
      all[i] = (i % 50) % every === 0 ? 1 : 0
    })
    const features = network.features(x, rows)
    return [
      network.outputs(features, rows).data.slice(0, rest),
      network.values(features, rows).data.slice(0, rows),
    ]
  }
  const [first, second] = [seen(7), seen(11)]
  expect(second[0]).not.toEqual(first[0])
  expect(second[1]).not.toEqual(first[1])
  expect(seen(7)).toEqual(first)
})
