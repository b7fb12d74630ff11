/** What Stable-Baselines3 and CleanRL would have done, from fixtures/make.py. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { box, discrete, type Space, sizeOf } from '../../envs/index.ts'
import { encodeSafetensors, type NamedTensor } from '../../networks/index.ts'
import { Pcg64 } from '../../random/index.ts'
import { loadPolicy } from '../load.ts'
import type { Policy } from '../policy.ts'
import { type ForeignFormat, importPolicy } from './import-policy.ts'

interface Fixture {
  readonly format: ForeignFormat
  readonly about: Readonly<Record<string, unknown>>
  readonly shapes: Readonly<Record<string, readonly number[]>>
  /** Names of tensors that are there under an earlier name. */
  readonly same: Readonly<Record<string, string>>
  readonly actions: string | number[]
  readonly values: readonly number[]
}

const ROWS = 1000

function fixtureOf(name: string): Fixture {
  const fixture = JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'))
  const space = fixture.about.observationSpace
  // One number stands for bounds that are all the same.
  if (typeof space.low === 'number')
    for (const bound of ['low', 'high'])
      space[bound] = new Array(space.shape.reduce((a: number, b: number) => a * b)).fill(space[bound])
  return fixture
}

/** The tensors that make.py drew. */
function drawn({ shapes, same }: Fixture): Record<string, NamedTensor> {
  const tensors: Record<string, NamedTensor> = {}
  const weights = Pcg64.fromSeed(1)
  let moments = Pcg64.fromSeed(3)
  for (const [name, shape] of Object.entries(shapes)) {
    const length = shape.reduce((product, size) => product * size, 1)
    const numbers = (random: Pcg64, low: number, high: number) =>
      Float64Array.from({ length }, () => random.uniform(low, high))
    if (name.endsWith('.count')) tensors[name] = { shape, data: Float64Array.of(1000) }
    else if (name.endsWith('.mean')) {
      moments = Pcg64.fromSeed(3)
      tensors[name] = { shape, data: numbers(moments, -1, 1) }
    } else if (name.endsWith('.var')) tensors[name] = { shape, data: numbers(moments, 0.5, 2) }
    else if (same[name] !== undefined) tensors[name] = tensors[same[name]]
    else {
      const bound = shape.length > 1 ? 2 / Math.sqrt(length / shape[0]) : 0.5
      tensors[name] = { shape, data: new Float32Array(numbers(weights, -bound, bound)) }
    }
  }
  return tensors
}

const bytesOf = ({ about }: Fixture, tensors: Record<string, NamedTensor>) =>
  encodeSafetensors({ tensors, metadata: { formscale: JSON.stringify(about) } })

function observationsOf(space: Space): Float32Array[] {
  const size = sizeOf(space)
  const random = Pcg64.fromSeed(2)
  const [, width, channels] = space.kind === 'box' ? space.shape : []
  const isImage = channels !== undefined
  /** Squares, black or bright. */
  const pixel = (row: number, i: number) => {
    const [y, x] = [Math.floor(i / (width * channels)), Math.floor(i / channels) % width]
    const place = ((y >> 3) * 8 + (x >> 3)) * 4 + (i % channels)
    const word = Math.imul(Math.imul(row + 1, 2654435761) + place, 2246822519)
    return Math.imul(word ^ (word >>> 15), 3266489917) >>> 30 === 0 ? 255 : 0
  }
  return Array.from({ length: ROWS }, (_, row) =>
    Float32Array.from({ length: size }, (_, i) => (isImage ? pixel(row, i) : random.uniform(-3, 3))),
  )
}

const actionsOf = (policy: Policy, rows = ROWS) =>
  policy
    .actAll(observationsOf(policy.spec.observationSpace).slice(0, rows), { deterministic: true })
    .flatMap((action) => (typeof action === 'number' ? [action] : Array.from(action)))

function valuesOf(policy: Policy, rows: number): Float32Array {
  const observations = observationsOf(policy.spec.observationSpace).slice(0, rows)
  const input = policy.kernels.tensor(rows * policy.observationSize)
  for (const [row, observation] of observations.entries())
    input.data.set(observation, row * policy.observationSize)
  policy.normalisation.observe(input.data, input.data)
  const values = new Float32Array(rows)
  policy.values(input, rows, values, 0)
  return values
}

const kinds = [
  'sb3-discrete',
  'sb3-blocks',
  'sb3-continuous',
  'sb3-other-value',
  'sb3-images',
  'sb3-images-apart',
  'cleanrl-discrete',
  'cleanrl-continuous',
  'cleanrl-atari',
]

test.each(kinds)('%s acts as it did', async (name) => {
  const fixture = fixtureOf(name)
  const { policy } = await importPolicy(bytesOf(fixture, drawn(fixture)), fixture.format)
  // The fixtures have 1,000; of images a hundred take a second.
  const rows = policy.observationSize > 100 ? 100 : ROWS
  const expected = fixture.actions.slice(0, (fixture.actions.length / ROWS) * rows)
  const actions = actionsOf(policy, rows)
  if (typeof expected === 'string') {
    expect(actions.join('')).toBe(expected)
  } else {
    expect(actions.length).toBe(expected.length)
    const difference = actions.map((action, i) => Math.abs(action - expected[i]))
    expect(Math.max(...difference)).toBeLessThan(1e-4)
  }
  if (policy.spec.critic !== 'none') {
    const values = valuesOf(policy, fixture.values.length)
    const difference = fixture.values.map((value, i) => Math.abs(value - values[i]))
    expect(Math.max(...difference)).toBeLessThan(2e-4)
    expect(new Set(fixture.values).size).toBeGreaterThan(40)
  }
  const again = await loadPolicy(policy.toBytes())
  expect(actionsOf(again, 20)).toEqual(actionsOf(policy, 20))
})

describe('what can not be taken over is named', () => {
  const fixture = fixtureOf('sb3-discrete')
  const whole = drawn(fixture)
  const { 'action_net.weight': action, ...headless } = whole
  const layer = (...shape: number[]): NamedTensor => ({
    shape,
    data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
  })
  const about = (change: object) => ({ ...fixture, about: { ...fixture.about, ...change } })
  const images = fixtureOf('sb3-images')

  test.each<[string, Fixture, Record<string, NamedTensor>, RegExp]>([
    [
      'a layer that is not there',
      fixture,
      headless,
      /^there is no tensor 'action_net.weight'; the file has .* and \d+ more$/,
    ],
    [
      'a layer of another shape',
      fixture,
      { ...whole, 'action_net.weight': layer(5, 64) },
      /^'action_net.weight' has the shape \[5,64\]; here it must be \[4,any\]$/,
    ],
    [
      'an unknown layer',
      fixture,
      { ...whole, 'lstm_actor.weight_ih_l0': layer(2, 3) },
      /^there is no place for 'lstm_actor.weight_ih_l0' \[2,3\]: an unknown layer$/,
    ],
    [
      'a norm between layers',
      fixture,
      { ...whole, 'mlp_extractor.policy_net.1.weight': layer(64) },
      /^'mlp_extractor.policy_net.1.weight' has the shape \[64\]; here it must be \[any,any\]$/,
    ],
    [
      'an activation',
      about({ activation: 'ELU' }),
      whole,
      /^the activation is ELU; formscale has Tanh, ReLU, SiLU$/,
    ],
    [
      'layers above the convolutions',
      images,
      { ...drawn(images), 'mlp_extractor.policy_net.0.weight': layer(64, 512) },
      /^'mlp_extractor.policy_net.0.weight' lies between NatureCNN and the action/,
    ],
    [
      'bounds of its own for normalised observations',
      { ...fixtureOf('sb3-continuous'), about: { ...fixtureOf('sb3-continuous').about, clip: 5 } },
      drawn(fixtureOf('sb3-continuous')),
      /^observations are clipped to ±5; formscale clips them to ±10$/,
    ],
    ['spaces that are not said', about({ actionSpace: undefined }), whole, /by --env ID$/],
    [
      'the names of another library',
      { ...fixture, format: 'cleanrl' },
      whole,
      /^there is no tensor 'actor.0.weight'; the file has /,
    ],
  ])('%s', async (_, changed, tensors, message) => {
    const found = importPolicy(bytesOf(changed, tensors), changed.format).then(
      () => 'taken over',
      (error: Error) => error.message,
    )
    expect(await found).toMatch(message)
  })

  test('weights have the spaces that are given', async () => {
    const given = { observationSpace: box(-1, 1, [5]), actionSpace: discrete(2) }
    await expect(importPolicy(bytesOf(fixture, whole), 'sb3', given)).rejects.toThrow(
      "'action_net.weight' has the shape [4,64]; here it must be [2,any]",
    )
    expect(action.shape).toEqual([4, 64])
  })
})

test('a value network of another shape is left out, and that is said', async () => {
  const fixture = fixtureOf('sb3-other-value')
  const { policy, notes } = await importPolicy(bytesOf(fixture, drawn(fixture)), 'sb3')
  expect(policy.spec.critic).toBe('none')
  expect(notes).toEqual([expect.stringContaining('[32,32]')])
})

test('what the normaliser has seen comes along', async () => {
  const fixture = fixtureOf('sb3-continuous')
  const tensors = drawn(fixture)
  const { policy } = await importPolicy(bytesOf(fixture, tensors), 'sb3')
  const { observations, returns } = policy.normalisation
  expect(observations?.mean).toEqual(tensors['obs_rms.mean'].data)
  expect(returns?.variance).toEqual(tensors['ret_rms.var'].data)
  expect(returns?.count).toBe(1000)
})
