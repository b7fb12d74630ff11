import { describe, expect, test } from 'vitest'
import { loadKernels } from '../kernels/index.ts'
import { Policy, type PolicySpec } from '../policies/index.ts'
import { stream } from '../random/index.ts'
import { createEnvironments } from './create-environments.ts'
import { createSource, rolloutBytes, type SourceSettings } from './create-source.ts'
import { correctedAdvantages } from './returns.ts'
import type { SourceNumbers } from './source.ts'

const numEnvs = 2
const steps = 4
const rows = numEnvs * steps
const numbers: SourceNumbers = {
  ...{ gamma: 0.9, gaeLambda: 0.8 },
  ...{ behaviour: { epsilon: 0, temperature: 1 }, replay: { cap: 1 } },
}
const none = () => {}

/** A source that keeps three rollouts, and learns from two at a time. */
async function make(critic: PolicySpec['critic'] = 'separate', rollouts = 3) {
  const kernels = await loadKernels()
  const environments = await createEnvironments('FourRooms-v0?maxEpisodeSteps=3', numEnvs)
  const { observationSpace, actionSpace } = environments
  const network: PolicySpec['network'] = {
    ...{ convolutions: [], hidden: [8], activation: 'tanh', layerNorm: false, sharedTrunk: false },
    ...{ initialisation: 'orthogonal', initialLogStd: 0 },
  }
  const normalise = { normaliseObservations: false, normaliseRewards: false }
  const policy = new Policy(
    kernels,
    { observationSpace, actionSpace, network, critic, ...normalise, seed: 1 },
    3,
  )
  policy.initialise()
  const settings: SourceSettings = {
    ...{ data: 'fresh', behaviour: { kind: 'auto' }, gradient: 'sampled', rolloutSteps: steps, seed: 1 },
    replay: { rollouts, perUpdate: 2 },
    ...{ evaluateEvery: null, normaliseObservations: false },
  }
  environments.reset([1, 2])
  const actions = stream(1, 'actions')
  const source = createSource(kernels, policy, policy, environments, settings, actions)
  const random = stream(5, 'initialisation')
  return {
    source,
    policy,
    environments,
    actions,
    collect: () => source.collect(numbers, none),
    /** As learning does. */
    move: () => {
      const { data } = policy.network.parameters.values
      for (let i = 0; i < data.length; i++) data[i] += 0.3 * random.normal()
    },
  }
}

/** The kept rollouts that an update learns from. */
const blocks = (chosen: Int32Array | undefined) => [
  ...new Set(Array.from(chosen ?? [], (row) => Math.floor(row / rows))),
]

describe('replay', () => {
  test('learns from the newest rollout and from others, and forgets the oldest', async () => {
    const { source, collect } = await make()
    collect()
    expect(source.rollout.chosen).toEqual(Int32Array.from({ length: rows }, (_, i) => i))
    const first = source.rollout.observations.data.slice(0, rows * 4)
    const others = new Set<number>()
    for (const newest of [1, 2, 0, 1, 2, 0, 1, 2, 0]) {
      collect()
      const [newer, older, ...more] = blocks(source.rollout.chosen)
      expect(newer).toBe(newest)
      expect(older).not.toBe(newest)
      expect(more).toEqual([])
      expect(source.rollout.chosen).toHaveLength(2 * rows)
      others.add((older - newest + 3) % 3)
    }
    expect(others).toEqual(new Set([1, 2]))
    expect(source.rollout.observations.data.slice(0, rows * 4)).not.toEqual(first)
  })

  test.each([
    ['V-trace, for a critic of its own', 'separate' as const],
    ['Retrace, for a tied one', { tied: 'expected', temperature: 0.5 } as const],
  ])('is judged by the policy as it is now: %s', async (_, critic) => {
    const { source, policy, collect, move } = await make(critic)
    collect()
    move()
    collect()
    source.computeAdvantages(numbers)
    const { rollout } = source
    expect(blocks(rollout.chosen)).toEqual([1, 0])
    for (const k of [0, 1]) {
      const part = rollout.part(k * steps, steps)
      const found = part.advantages.slice()
      const { observations, actions, logProbs, values } = part
      const probabilities = policy.probabilities(observations.data)
      const taken = Array.from(probabilities.filter((_, i) => i % 4 === actions[Math.floor(i / 4)]))
      const traces = Float32Array.from(taken, (p, row) => Math.min(1, p / Math.exp(logProbs[row])))
      if (k === 1) for (const trace of traces) expect(trace).toBeCloseTo(1, 5)
      else expect(Math.min(...traces)).toBeLessThan(0.9)
      const separate = new Float32Array(rows)
      policy.values(observations, rows, separate, 0)
      expect(values).toEqual(separate)
      // q = τ·ln π + τ·F(o), and V of it is Σ π·q.
      const q = Float32Array.from(taken, (p, row) => {
        const own = Array.from(probabilities.subarray(row * 4, row * 4 + 4))
        return values[row] + 0.5 * (Math.log(p) - own.reduce((sum, one) => sum + one * Math.log(one), 0))
      })
      correctedAdvantages(part, traces, critic === 'separate' ? values : q, 0.9, 0.8)
      for (let row = 0; row < rows; row++) expect(found[row]).toBeCloseTo(part.advantages[row], 5)
      const targets = rollout.valueTargets?.subarray(k * rows)
      expect(targets === undefined).toBe(critic !== 'separate')
      if (targets)
        for (let row = 0; row < rows; row++)
          expect(targets[row]).toBeCloseTo(values[row] + traces[row] * found[row], 5)
    }
  })

  test('goes on from its state and arrays to the same bits', async () => {
    const [one, other] = [await make(), await make()]
    for (let i = 0; i < 4; i++) one.collect()
    const arrays = one.source.arrays()
    other.environments.setState(JSON.parse(JSON.stringify(one.environments.getState())), [1, 2])
    other.source.setState(JSON.parse(JSON.stringify(one.source.getState())), [], (name, length) => {
      expect(arrays[name], name).toHaveLength(length)
      return arrays[name]
    })
    other.actions.setState(one.actions.getState())
    const advantages = [one, other].map(({ collect, source }) => {
      collect()
      source.computeAdvantages(numbers)
      return Array.from(source.rollout.chosen ?? [], (row) => source.rollout.advantages[row])
    })
    expect(other.source.rollout.chosen).toEqual(one.source.rollout.chosen)
    expect(advantages[1]).toEqual(advantages[0])
    expect(other.source.rollout.observations.data).toEqual(one.source.rollout.observations.data)
  })

  test('that would need more memory than there is says so', async () => {
    expect(rolloutBytes(4, 2, 100)).toBe(100 * (4 * (4 + 2 + 8) + 2))
    await expect(make('separate', 1e6)).rejects.toThrow(
      /replay.rollouts is 1000000, which takes .* GB; 3 GB is the most/,
    )
  })
})
