import { describe, expect, test } from 'vitest'
import { box, discrete, multiDiscrete, type Recording, type Space } from '../envs/index.ts'
import { loadKernels } from '../kernels/index.ts'
import { Policy } from '../policies/index.ts'
import { Trajectories } from '../trajectories/index.ts'
import { LoggedTrajectories } from './logged-trajectories.ts'
import type { Episode, SourceNumbers } from './source.ts'

/** Observations count the steps of all episodes from 1; final ones are 100 more than the last. */
function episode(first: number, steps: number, terminated: boolean): Recording {
  const numbers = Array.from({ length: steps }, (_, t) => first + t)
  return {
    observations: [...numbers, first + steps + 99].map((number) => Float32Array.of(number)),
    actions: numbers.map((number) => number % 3),
    rewards: numbers.map((number) => 10 * number),
    ...{ terminated, truncated: !terminated },
  }
}
const recorded = () => new Trajectories([episode(1, 3, true), episode(4, 2, false), episode(6, 5, true)])
const numbers: SourceNumbers = {
  ...{ gamma: 0.5, gaeLambda: 0.25 },
  ...{ behaviour: { epsilon: 0, temperature: 1 }, replay: { cap: 1 } },
}

async function make(
  trajectories = recorded(),
  { actionSpace = discrete(3) as Space, normalise = false, rolloutSteps = 4, numEnvs = 2, seed = 1 } = {},
) {
  const network = {
    ...{ convolutions: [], hidden: [], activation: 'tanh' as const, layerNorm: false, sharedTrunk: false },
    ...{ initialisation: 'orthogonal' as const, initialLogStd: 0 },
  }
  const kernels = await loadKernels()
  const policy = new Policy(
    kernels,
    {
      ...{ observationSpace: box(0, 1000, [1]), actionSpace, network, critic: 'separate', seed: 1 },
      ...{ normaliseObservations: normalise, normaliseRewards: normalise },
    },
    3,
  )
  policy.initialise()
  policy.network.parameters.get('critic.head.weights').value.data.set([2])
  const source = new LoggedTrajectories(kernels, policy, policy, trajectories, rolloutSteps, numEnvs, seed)
  const episodes: Episode[] = []
  return { source, policy, episodes, collect: () => source.collect(numbers, (one) => episodes.push(one)) }
}

/** The steps of each column of the rollout. */
const columns = ({ rollout }: LoggedTrajectories) =>
  Array.from({ length: rollout.numEnvs }, (_, e) =>
    Array.from({ length: rollout.steps }, (_, t) => rollout.observations.data[t * rollout.numEnvs + e]),
  )

describe('recorded episodes', () => {
  test('come in pieces of steps that followed one another, all of them in each pass', async () => {
    const { source, collect } = await make()
    const pieces = [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [7, 8, 9, 10],
    ]
    const orders = new Set<string>()
    let seen: number[][] = []
    for (let update = 0; update < 18; update++) {
      collect()
      seen.push(...columns(source))
      while (seen.length >= 3) {
        orders.add(JSON.stringify(seen.slice(0, 3)))
        expect(seen.slice(0, 3).sort((a, b) => a[0] - b[0])).toEqual(pieces)
        seen = seen.slice(3)
      }
    }
    expect(orders.size).toBeGreaterThan(3)
  })

  test('are worth what followed in them, ends and cuts kept apart', async () => {
    const { source, policy, collect, episodes } = await make(recorded(), { numEnvs: 3 })
    collect()
    source.computeAdvantages(numbers)
    const { advantages, rewards, logProbs, actions, numEnvs, steps } = source.rollout
    const value = (observation: number) => 2 * observation
    // The observation that each step leads to in its episode; none where it ends.
    const next = [2, 3, null, 5, 105, 7, 8, 9, 10, null]
    for (const [e, column] of columns(source).entries()) {
      let following = 0
      for (let t = steps - 1; t >= 0; t--) {
        const step = column[t]
        const row = t * numEnvs + e
        const after = next[step - 1]
        const isEnd = [3, 5, 10].includes(step)
        const delta = 10 * step + (after === null ? 0 : 0.5 * value(after)) - value(step)
        following = delta + (isEnd || t === steps - 1 ? 0 : 0.5 * 0.25 * following)
        expect(rewards[row]).toBe(10 * step)
        expect(actions[row]).toBe(step % 3)
        expect(advantages[row], `step ${step}`).toBeCloseTo(following, 3)
        const [p] = [policy.probabilities(Float32Array.of(step))].map((all) => all[step % 3])
        expect(logProbs[row]).toBeCloseTo(Math.log(p), 5)
      }
    }
    expect(episodes).toContainEqual({ return: 60, length: 3 })
    expect(episodes).toContainEqual({ return: 90, length: 2 })
  })

  test('are normalised by the whole recording', async () => {
    const { source, policy, collect } = await make(recorded(), { normalise: true })
    source.begin(numbers)
    collect()
    const { observations, returns } = policy.normalisation
    expect(observations!.mean[0]).toBeCloseTo(5.5, 6)
    expect(observations!.count).toBe(10)
    const discounted: number[] = []
    for (const step of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      discounted.push(10 * step + ([1, 4, 6].includes(step) ? 0 : 0.5 * discounted[step - 2]))
    expect(returns!.mean[0]).toBeCloseTo(discounted.reduce((sum, one) => sum + one) / 10, 4)
    const [first] = columns(source)[0]
    expect(Math.abs(first)).toBeLessThan(2)
  })

  test('go on from a state', async () => {
    const { source, collect } = await make()
    for (let update = 0; update < 4; update++) collect()
    const state = JSON.parse(JSON.stringify(source.getState()))
    collect()
    const other = await make()
    other.source.setState(state)
    other.collect()
    expect(columns(other.source)).toEqual(columns(source))
  })

  test.each<[Trajectories, Parameters<typeof make>[1], RegExp]>([
    [
      recorded(),
      { rolloutSteps: 11 },
      /^the trajectories has 10 steps, fewer than a rollout of 11; lower rolloutSteps$/,
    ],
    [
      recorded(),
      { actionSpace: discrete(2) },
      /^the trajectories, episode 1, actions\[1\]: is 2; it must be one of 2 choices, from 0$/,
    ],
    [
      recorded(),
      { actionSpace: multiDiscrete([3, 3]) },
      /its actions have 1 numbers; those of the environment have 2$/,
    ],
  ])('that do not fit say so', async (trajectories, options, message) => {
    await expect(make(trajectories, options)).rejects.toThrow(message)
  })
})
