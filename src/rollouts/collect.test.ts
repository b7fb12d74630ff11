/** Rollouts of two environments that follow a script, worked out by hand. */
import { describe, expect, test } from 'vitest'
import { box, discrete, multiDiscrete, type Space, TabularMdp } from '../envs/index.ts'
import { loadKernels } from '../kernels/index.ts'
import { Policy, type PolicySpec } from '../policies/index.ts'
import { stream } from '../random/index.ts'
import type { BehaviourKind } from './behaviour.ts'
import { createSource, rolloutRows, type SourceSettings } from './create-source.ts'
import type { BehaviourNumbers, Episode } from './source.ts'
import type { VectorEnvironment } from './vector-environment.ts'

const SIZE = 4
const oneHot = (...states: number[]) =>
  Float32Array.from({ length: states.length * SIZE }, (_, i) =>
    Number(i % SIZE === states[Math.floor(i / SIZE)]),
  )

/** What each of five steps gives: states after it, rewards, how episodes end, and in which states. */
interface Turn {
  readonly states: readonly [number, number]
  readonly rewards: readonly [number, number]
  readonly terminated?: readonly [number, number]
  readonly truncated?: readonly [number, number]
  readonly finals?: readonly [number, number]
}
const script: readonly Turn[] = [
  { states: [1, 2], rewards: [1, 10] },
  { states: [0, 3], rewards: [2, 20], terminated: [1, 0], finals: [3, 0] },
  { states: [1, 1], rewards: [3, 30], truncated: [0, 1], finals: [0, 2] },
  { states: [2, 2], rewards: [4, 40], terminated: [1, 0], truncated: [1, 0], finals: [3, 0] },
  { states: [3, 0], rewards: [5, 50] },
]

class Scripted implements VectorEnvironment {
  readonly id = 'Scripted'
  readonly numEnvs = 2
  readonly observationSpace = box(0, 1, [SIZE])
  readonly actionSpace: Space
  readonly observations = oneHot(0, 1)
  readonly rewards = new Float64Array(2)
  readonly terminated = new Uint8Array(2)
  readonly truncated = new Uint8Array(2)
  readonly finalObservations = new Float32Array(2 * SIZE)
  masks: Uint8Array | undefined
  finalMasks: Uint8Array | undefined
  readonly taken: number[] = []
  at = 0

  constructor(actionSpace: Space = discrete(3)) {
    this.actionSpace = actionSpace
  }

  reset(): void {}

  step(actions: Float32Array): void {
    this.taken.push(...actions)
    const { states, rewards, terminated = [0, 0], truncated = [0, 0], finals } = script[this.at++]
    this.observations.set(oneHot(...states))
    this.rewards.set(rewards)
    this.terminated.set(terminated)
    this.truncated.set(truncated)
    if (finals) this.finalObservations.set(oneHot(...finals))
  }

  getState() {
    return { environments: [], observations: [], masks: null }
  }

  setState(): number[] {
    return []
  }

  close(): void {}
}

const noArrays = (name: string): never => {
  throw new Error(`nothing has an array ${name}`)
}

const table = [0.3, -0.6, 1.1, 0.2, 0.9, -0.4, -1.2, 0.5, 0.1, 0.8, -0.3, 0.4]
/** V of each state, of a critic of its own. */
const worth = [0.5, -0.7, 1.2, 0.4]

type Acting = { readonly kind: BehaviourKind } & Partial<BehaviourNumbers>

async function make(
  change: Partial<PolicySpec> = {},
  {
    gamma = 0.5,
    behaviour,
    ...settings
  }: Partial<SourceSettings & { gamma: number; behaviour: Acting }> = {},
  environments = new Scripted(),
) {
  const kernels = await loadKernels()
  const policy = new Policy(
    kernels,
    {
      observationSpace: environments.observationSpace,
      actionSpace: environments.actionSpace,
      network: {
        convolutions: [],
        hidden: [],
        activation: 'tanh',
        layerNorm: false,
        sharedTrunk: false,
        initialisation: 'orthogonal',
        initialLogStd: 0,
      },
      critic: 'separate',
      normaliseObservations: false,
      normaliseRewards: false,
      seed: 1,
      ...change,
    },
    12,
  )
  const { parameters } = policy.network
  const actor = parameters.get('actor.head.weights').value.data
  actor.set(table.slice(0, actor.length))
  if (policy.spec.critic === 'separate') parameters.get('critic.head.weights').value.data.set(worth)
  const all = {
    data: 'fresh',
    behaviour: { kind: behaviour?.kind ?? 'auto' },
    gradient: 'sampled',
    evaluateEvery: null,
    normaliseObservations: false,
    rolloutSteps: 5,
    replay: { rollouts: 1, perUpdate: 4 },
    seed: 1,
    ...settings,
  } as const
  const source = createSource(kernels, policy, policy, environments, all, stream(3, 'actions'))
  const episodes: Episode[] = []
  const numbers = {
    gamma,
    gaeLambda: 1,
    behaviour: { epsilon: 0, temperature: 1, ...behaviour },
    replay: { cap: 1 },
  }
  const collect = () => source.collect(numbers, (episode) => episodes.push(episode))
  const begin = () => source.begin(numbers, (episode) => episodes.push(episode))
  const computeAdvantages = (gaeLambda: number) => source.computeAdvantages({ ...numbers, gaeLambda })
  return {
    computeAdvantages,
    source,
    rollout: source.rollout,
    policy,
    environments,
    episodes,
    begin,
    collect,
  }
}

const states = [0, 1, 1, 2, 0, 3, 1, 1, 2, 2]
const dones = [0, 0, 1, 0, 0, 1, 1, 0, 0, 0]
const rewards = [1, 10, 2, 20, 3, 30, 4, 40, 5, 50]
/** The state that each step leads to, of its own episode; none where it terminated. */
const next = [1, 2, null, 3, 1, 2, null, 2, 3, 0]

const logSumExp = (o: readonly number[]) => Math.log(o.reduce((sum, x) => sum + Math.exp(x), 0))
const logits = (state: number) => table.slice(3 * state, 3 * state + 3)

/** Â by its recursion, of two environments side by side. */
function advantages(
  values: readonly number[],
  nextValues: readonly number[],
  paid: readonly number[],
  gamma: number,
  lambda: number,
) {
  const found = new Array<number>(10).fill(0)
  for (let row = 9; row >= 0; row--) {
    const delta = paid[row] + gamma * nextValues[row] - values[row]
    found[row] = delta + (dones[row] || row > 7 ? 0 : gamma * lambda * found[row + 2])
  }
  return found
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length)
  for (const [i, x] of expected.entries()) expect(actual[i], `entry ${i}`).toBeCloseTo(x, 5)
}

describe('fresh steps', () => {
  test('are noted as they were taken', async () => {
    const { rollout, environments, collect, episodes } = await make()
    collect()
    expect(rollout.observations.data).toEqual(oneHot(...states))
    expect(Array.from(rollout.actions)).toEqual(environments.taken)
    expect(new Set(rollout.actions).size).toBeGreaterThan(1)
    const outputs = states.map((state, row) => logits(state)[rollout.actions[row]])
    expectClose(rollout.outputs, outputs)
    expectClose(
      rollout.logProbs,
      outputs.map((output, row) => output - logSumExp(logits(states[row]))),
    )
    expect(Array.from(rollout.rewards)).toEqual(rewards)
    expect(Array.from(rollout.normalisedRewards)).toEqual(rewards)
    expect(Array.from(rollout.dones)).toEqual(dones)
    expect(Array.from(rollout.terminated)).toEqual([0, 0, 1, 0, 0, 0, 1, 0, 0, 0])
    expect(rollout.finalObservations).toEqual([{ row: 5, observation: oneHot(2), mask: undefined }])
    expect(rollout.masks).toBeUndefined()
    expect(episodes).toEqual([
      { return: 3, length: 2 },
      { return: 60, length: 3 },
      { return: 7, length: 2 },
    ])
  })

  test.each([0, 0.8, 1])('have the advantages of GAE with λ = %d', async (lambda) => {
    const { computeAdvantages, rollout, collect } = await make()
    collect()
    computeAdvantages(lambda)
    const values = states.map((state) => worth[state])
    const nextValues = next.map((state) => (state === null ? 0 : worth[state]))
    expectClose(rollout.values, values)
    expectClose(rollout.nextValues, nextValues)
    expectClose(rollout.advantages, advantages(values, nextValues, rewards, 0.5, lambda))
  })

  test('have values from a trunk that they share with the actions', async () => {
    const shared = { sharedTrunk: true, hidden: [] }
    const { computeAdvantages, rollout, collect } = await make({
      network: { ...(await make()).policy.spec.network, ...shared },
    })
    collect()
    expectClose(
      rollout.values,
      states.map((state) => worth[state]),
    )
    computeAdvantages(0.8)
    expectClose(
      rollout.nextValues,
      next.map((state) => (state === null ? 0 : worth[state])),
    )
  })

  test('are valued by a tied critic, with the masks of observations and of final ones', async () => {
    const environments = new Scripted()
    environments.masks = Uint8Array.of(0, 1, 1, 1, 1, 1)
    environments.finalMasks = Uint8Array.of(1, 1, 1, 1, 0, 1)
    const critic = { tied: 'soft', temperature: 2 } as const
    const { computeAdvantages, rollout, collect } = await make({ critic }, {}, environments)
    collect()
    computeAdvantages(0.8)
    expect(Array.from(rollout.masks!)).toEqual(new Array(5).fill([0, 1, 1, 1, 1, 1]).flat())
    const value = (state: number, allowed: readonly number[]) =>
      2 * logSumExp(logits(state).filter((_, a) => allowed[a]))
    const mask = (row: number) => (row % 2 === 0 ? [0, 1, 1] : [1, 1, 1])
    expectClose(
      rollout.values,
      states.map((state, row) => value(state, mask(row))),
    )
    expectClose(
      rollout.nextValues,
      next.map((state, row) => (state === null ? 0 : value(state, row === 5 ? [1, 0, 1] : mask(row)))),
    )
    for (let row = 0; row < 10; row += 2) expect(rollout.actions[row]).not.toBe(0)
  })

  test.each([0, 0.65, 1])(
    "have PQN's λ-returns over max q where the tied critic is a maximum, λ = %d",
    async (lambda) => {
      const environments = new Scripted()
      const critic = { tied: 'max', temperature: 1 } as const
      const { computeAdvantages, rollout, collect } = await make({ critic }, {}, environments)
      collect()
      computeAdvantages(lambda)
      const largest = (state: number) => Math.max(...logits(state))
      const gamma = 0.5
      // Gallici et al. 2024, backwards: r + γ((1 − λ) max q(s′) + λG′), r alone where it ended; the last step has no G′.
      const returns: number[] = []
      for (let row = 9; row >= 0; row--) {
        const state = next[row]
        const value = state === null ? 0 : largest(state)
        const goesOn = !dones[row] && row + 2 < 10
        returns[row] =
          rewards[row] + gamma * (goesOn ? (1 - lambda) * value + lambda * returns[row + 2] : value)
      }
      expectClose(rollout.values, states.map(largest))
      expectClose(
        rollout.advantages.map((advantage, row) => advantage + rollout.values[row]),
        returns,
      )
    },
  )

  test('normalise what they should, and keep the rewards as they came', async () => {
    const { computeAdvantages, rollout, collect, policy } = await make({
      normaliseObservations: true,
      normaliseRewards: true,
    })
    collect()
    computeAdvantages(0.8)
    expect(Array.from(rollout.rewards)).toEqual(rewards)
    const { observations, returns } = policy.normalisation
    expect(observations!.count).toBeCloseTo(10, 3)
    expectClose(
      observations!.mean,
      [0.2, 0.4, 0.3, 0.1].map((share) => (share * 10) / 10.0001),
    )
    expect(rollout.observations.data).not.toEqual(oneHot(...states))
    // Discounted returns, which begin anew after a done.
    const discounted = [1, 10, 2.5, 25, 3, 42.5, 5.5, 40, 5, 70]
    const centre = discounted.reduce((sum, x) => sum + x, 0) / 10
    expect(returns!.count).toBeCloseTo(10, 3)
    expect(returns!.mean[0]).toBeCloseTo(centre, 2)
    const deviation = Math.sqrt(discounted.reduce((sum, x) => sum + (x - centre) ** 2 / 10, 0))
    expect(Math.abs(rollout.normalisedRewards[9] - 50 / deviation)).toBeLessThan(1e-3)
    const values = Array.from(rollout.values)
    expectClose(
      rollout.advantages,
      advantages(values, Array.from(rollout.nextValues), Array.from(rollout.normalisedRewards), 0.5, 0.8),
    )
  })

  test('of a box are clipped for the environment alone', async () => {
    const { rollout, environments, collect } = await make({}, {}, new Scripted(box(-0.1, 0.1, [1])))
    collect()
    expect(Math.max(...Array.from(rollout.actions, Math.abs))).toBeGreaterThan(0.1)
    expect(environments.taken).toEqual(
      Array.from(rollout.actions, (action) => Math.fround(Math.min(0.1, Math.max(-0.1, action)))),
    )
  })

  test('go on with the episodes of the rollout before', async () => {
    const { source, environments, collect, episodes, rollout } = await make()
    collect()
    const state = source.getState()
    expect(state).toEqual({ returns: [5, 90], lengths: [1, 2], discountedReturns: [0, 0] })
    environments.at = 0
    collect()
    expect(episodes.slice(3, 5)).toEqual([
      { return: 8, length: 3 },
      { return: 150, length: 5 },
    ])
    expect(rollout.finalObservations).toHaveLength(1)
  })

  test('go on from a state, without the episodes that were begun anew', async () => {
    const { source, collect, episodes } = await make({}, {})
    source.setState({ returns: [100, 200], lengths: [7, 8], discountedReturns: [1, 2] }, [1], noArrays)
    expect(source.getState()).toEqual({ returns: [100, 0], lengths: [7, 0], discountedReturns: [1, 0] })
    collect()
    expect(episodes.slice(0, 2)).toEqual([
      { return: 103, length: 9 },
      { return: 60, length: 3 },
    ])
  })

  test('that fail say where', async () => {
    const { environments, collect } = await make()
    environments.at = 3
    expect(collect).toThrow(/, at step 3 of the rollout$/)
  })
})

test('an action of several numbers is noted as one', async () => {
  const { rollout, environments, collect } = await make({}, {}, new Scripted(multiDiscrete([2, 1])))
  collect()
  expect(Array.from(rollout.actions)).toEqual(environments.taken)
  const outputs = states.map(
    (state, row) => table[3 * state + rollout.actions[2 * row]] + table[3 * state + 2],
  )
  expectClose(rollout.outputs, outputs)
  const partition = (state: number) => logSumExp(logits(state).slice(0, 2)) + table[3 * state + 2]
  expectClose(
    rollout.logProbs,
    outputs.map((output, row) => output - partition(states[row])),
  )
  expect(new Set(rollout.actions)).toEqual(new Set([0, 1]))
})

test('more final observations than environments are valued, with the masks that there are', async () => {
  const critic = { tied: 'soft', temperature: 1 } as const
  const { computeAdvantages, rollout, collect } = await make({ critic })
  collect()
  const mask = Uint8Array.of(0, 1, 1)
  const finals = [3, 2, 0, 1, 3].map((state, row) => ({
    row,
    observation: oneHot(state),
    mask: row === 1 || row === 2 ? mask : undefined,
  }))
  rollout.finalObservations.splice(0, 1, ...finals)
  computeAdvantages(0.8)
  const value = (state: number, from = 0) => logSumExp(logits(state).slice(from))
  expectClose(rollout.nextValues.slice(0, 5), [value(3), value(2, 1), value(0, 1), value(1), value(3)])
})

describe('numbers that are not finite are refused, with what is to blame', () => {
  test('rewards that add up beyond float32', async () => {
    const { computeAdvantages, rollout, collect } = await make()
    collect()
    rollout.normalisedRewards.fill(-3e38, 2, 8)
    expect(() => computeAdvantages(1)).toThrow(
      /^environment Scripted: the rewards from step 2 of the rollout on add up to an advantage of -Infinity; scale/,
    )
  })

  test.each([0, 2])('the value of state %i', async (state) => {
    const { computeAdvantages, policy, collect } = await make()
    collect()
    policy.network.parameters.get('critic.head.weights').value.data[state] = Number.NaN
    expect(() => computeAdvantages(1)).toThrow('the value of an observation is NaN; training diverged')
  })

  test('outputs of the policy', async () => {
    const { policy, collect } = await make()
    policy.network.parameters.get('actor.head.weights').value.data.fill(Number.NaN)
    expect(collect).toThrow("the policy network's outputs are not finite; training diverged")
  })
})

describe('a log', () => {
  test('is collected once, by the uniform policy from a generator of its own', async () => {
    const { rollout, begin, collect, episodes, source, computeAdvantages, environments } = await make(
      {},
      { data: 'log' },
    )
    begin()
    expect(episodes).toHaveLength(3)
    const actions = rollout.actions.slice()
    collect()
    expect(environments.at).toBe(5)
    expect(rollout.actions).toEqual(actions)
    expect(new Set(rollout.outputs)).toEqual(new Set([0]))
    expectClose(rollout.logProbs, new Array(10).fill(-Math.log(3)))
    computeAdvantages(1)
    expectClose(
      rollout.values,
      states.map((state) => worth[state]),
    )
    expect(source.getState()).toEqual({ returns: [5, 90], lengths: [1, 2], discountedReturns: [0, 0] })
    source.setState({ returns: [1, 2], lengths: [3, 4], discountedReturns: [5, 6] }, [0], noArrays)
    expect(source.getState()).toEqual({ returns: [0, 2], lengths: [0, 4], discountedReturns: [0, 6] })
    const again = await make({}, { data: 'log', seed: 2 })
    again.begin()
    expect(again.rollout.actions).not.toEqual(actions)
  })

  test('needs actions that there is a uniform policy of', async () => {
    await expect(make({}, { data: 'log' }, new Scripted(box(-1, 1, [1])))).rejects.toThrow(
      /needs a discrete action space/,
    )
  })
})

test('a source of fresh steps has nothing to collect before the first update', async () => {
  const { begin, environments } = await make()
  begin()
  expect(environments.at).toBe(0)
})

test('an exact gradient needs tables', async () => {
  await expect(make({}, { gradient: 'exact' })).rejects.toThrow(
    /needs a tabular environment, .* not Scripted/,
  )
})

test('an exact gradient is of every state and action, whatever the steps', async () => {
  const mdp = new TabularMdp({
    states: SIZE,
    actions: 3,
    start: [1, 0, 0, 0],
    transitions: (state) => [
      { probability: 1, next: (state + 1) % SIZE, reward: 1, terminated: state === 3 },
    ],
  })
  const environments = Object.assign(new Scripted(), { mdp })
  const replay = { rollouts: 1, perUpdate: 4 }
  expect(rolloutRows(environments, { gradient: 'exact', rolloutSteps: 7, replay })).toBe(12)
  expect(rolloutRows(environments, { gradient: 'sampled', rolloutSteps: 7, replay })).toBe(14)
  const many = { rollouts: 10, perUpdate: 3 }
  expect(rolloutRows(environments, { gradient: 'sampled', rolloutSteps: 7, replay: many })).toBe(42)
  const { rollout, collect, computeAdvantages } = await make(
    {},
    { gradient: 'exact', gamma: 1 },
    environments,
  )
  collect()
  computeAdvantages(1)
  expect(environments.at).toBe(0)
  expect(Array.from(rollout.values)).toEqual([4, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1])
})

test('what fails is the cause of what is said, be it an error or not', async () => {
  for (const thrown of [new Error('no'), 'no']) {
    const { environments, collect } = await make()
    environments.step = () => {
      throw thrown
    }
    expect(collect).toThrow(
      expect.objectContaining({ message: 'no, at step 1 of the rollout', cause: thrown }),
    )
  }
})
