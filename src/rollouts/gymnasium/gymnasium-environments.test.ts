import { spawnSync } from 'node:child_process'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { box, make, sizeOf } from '../../envs/index.ts'
import { Pcg64 } from '../../random/index.ts'
import { createEnvironments } from '../create-environments.ts'
import { LocalEnvironments } from '../local-environments.ts'
import type { VectorEnvironment } from '../vector-environment.ts'
import { hasAtari, needsPython, python, usePython } from './testing/python.ts'

usePython()

let opened: VectorEnvironment[] = []
afterEach(() => {
  for (const environments of opened) environments.close()
  opened = []
})

async function gymnasium(id: string, numEnvs = 1): Promise<VectorEnvironment> {
  const environments = await createEnvironments(`gymnasium:${id}`, numEnvs)
  opened.push(environments)
  return environments
}

/** One of `formscale_testing.py`. */
const testing = (name: string, numEnvs?: number) => gymnasium(`formscale_testing:${name}-v0`, numEnvs)

/** All that a step shows, without what is stale. */
function shown(environments: VectorEnvironment) {
  const { observations, rewards, terminated, truncated, finalObservations, masks, finalMasks } = environments
  const size = sizeOf(environments.observationSpace)
  const ended = Array.from(terminated, (one, e) => one | truncated[e])
  return structuredClone({
    observations,
    rewards,
    terminated,
    truncated,
    finalObservations: finalObservations.filter((_, i) => ended[Math.floor(i / size)]),
    masks,
    finalMasks,
  })
}

describe.skipIf(!python)(`environments in Python (${needsPython})`, () => {
  test('wrappers by id are ours, number for number', async () => {
    const id = 'CartPole-v1?frameStack=3&maxEpisodeSteps=7&scaleRewards=4&clipRewards=2'
    const [theirs, ours] = [await gymnasium(id), new LocalEnvironments([make(id)])]
    expect(theirs.observationSpace).toEqual(ours.observationSpace)
    for (const environments of [theirs, ours]) environments.reset([5])
    for (let t = 0; t < 30; t++) {
      for (const environments of [theirs, ours]) environments.step(Float32Array.of(t % 2))
      expect(shown(theirs)).toEqual(shown(ours))
    }
    const actions = await gymnasium('Pendulum-v1?rescaleActions=true&maxEpisodeSteps=900')
    expect(actions.actionSpace).toMatchObject({ low: [-1], high: [1] })
    const pictures = await gymnasium('formscale_testing:Bytes-v0?frameStack=2')
    expect(pictures.observationSpace).toMatchObject({ shape: [2, 2, 2] })
    pictures.reset([0])
    expect([...pictures.observations]).toEqual([0, 0, 80, 80, 160, 160, 240, 240])
    const scaled = await gymnasium('formscale_testing:Bytes-v0?scaleObservations=true&frameStack=2')
    expect(scaled.observationSpace).toEqual(box(0, 1, [2, 2, 2]))
    scaled.reset([0])
    expect(scaled.observations).toEqual(pictures.observations.map((byte) => byte / 255))
  })

  test('CartPole is ours, seed for seed and number for number', async () => {
    const seeds = [1, 2 ** 32 - 1, 7]
    const theirs = await gymnasium('CartPole-v1', seeds.length)
    const ours = new LocalEnvironments(seeds.map(() => make('CartPole-v1')))
    expect(theirs.observationSpace).toEqual(ours.observationSpace)
    expect(theirs.actionSpace).toEqual(ours.actionSpace)
    for (const environments of [theirs, ours]) environments.reset(seeds)
    expect(theirs.observations).toEqual(ours.observations)
    const random = Pcg64.fromSeed(1)
    let ends = 0
    for (let t = 0; t < 1000; t++) {
      const actions = Float32Array.from(seeds, () => random.integers(0, 2))
      for (const environments of [theirs, ours]) environments.step(actions)
      expect(shown(theirs)).toEqual(shown(ours))
      ends += theirs.terminated.reduce((sum, one) => sum + one)
    }
    expect(ends).toBeGreaterThan(60)
  })

  test.skipIf(!hasAtari)("Atari's screen, as agents are shown it", async () => {
    const pong = await gymnasium(
      'ALE/Pong-v5?repeat_action_probability=0&atariPreprocessing=true&frameStack=4&scaleObservations=true',
    )
    expect(pong.observationSpace).toEqual(box(0, 1, [84, 84, 4]))
    expect(pong.actionSpace).toEqual({ kind: 'discrete', n: 6 })
    pong.reset([3])
    // Four of the same: an episode begins with copies of its first picture.
    const first = pong.observations.slice()
    expect(first.every((number, i) => number === first[i - (i % 4)])).toBe(true)
    const different = () =>
      pong.observations.filter((number, i) => number !== pong.observations[i - (i % 4)]).length
    let lost = 0
    for (let t = 0; t < 60; t++) {
      pong.step(Float32Array.of(3))
      lost += pong.rewards[0]
    }
    expect(different()).toBeGreaterThan(0)
    // Sixty steps of four frames are four seconds, and a ball is lost about each second.
    expect(lost).toBeLessThan(0)
  })

  test('endings are told apart, with final observations and the masks of what comes next', async () => {
    const environments = await testing('Endings', 2)
    environments.reset([10, 20])
    expect(environments.masks).toEqual(Uint8Array.of(1, 0, 1, 1, 0, 1))
    const seen = Array.from({ length: 9 }, (_, t) => {
      environments.step(Float32Array.of(t % 3, 0))
      const { terminated, truncated, ...rest } = shown(environments)
      return { terminated: terminated[0], truncated: truncated[0], ...rest }
    })
    expect(seen.map(({ terminated, truncated }) => [terminated, truncated])).toEqual(
      [2, 5, 8].flatMap((_, i) => [
        [0, 0],
        [0, 0],
        [Number(i !== 1), Number(i !== 0)],
      ]),
    )
    expect(seen.map(({ observations }) => observations[1])).toEqual([1, 2, -1, 1, 2, -1, 1, 2, -1])
    expect(seen[2]).toMatchObject({
      observations: Float32Array.of(13, -1, 23, -1),
      finalObservations: Float32Array.of(13, 3, 23, 3),
      rewards: Float64Array.of(2, 0),
      masks: Uint8Array.of(1, 0, 1, 1, 0, 1),
    })
    expect(seen[3].masks).toEqual(new Uint8Array(6).fill(1))
    expect(seen[2].finalMasks).toEqual(new Uint8Array(6).fill(1))
    expect(seen[5].finalMasks).toEqual(Uint8Array.of(0, 1, 1, 0, 1, 1))
  })

  test.each<[string, object, object, number[], number[], number]>([
    [
      'Bytes',
      { kind: 'box', shape: [2, 2], low: [0, 0, 0, 0], high: [255, 255, 255, 255] },
      { kind: 'discrete', n: 2 },
      [0, 80, 160, 240],
      [1],
      0,
    ],
    [
      'Truths',
      { kind: 'box', shape: [3], low: [0, 0, 0], high: [1, 1, 1] },
      { kind: 'discrete', n: 2 },
      [1, 0, 1],
      [1],
      0,
    ],
    [
      'Doubles',
      { kind: 'box', shape: [2], low: [-Infinity, -Infinity], high: [1, Infinity] },
      { kind: 'discrete', n: 2 },
      [Math.fround(0.1), 1e9],
      [0],
      0,
    ],
    [
      'Discrete',
      { kind: 'box', shape: [4], low: [0, 0, 0, 0], high: [1, 1, 1, 1] },
      { kind: 'discrete', n: 3 },
      [0, 0, 1, 0],
      [2],
      7,
    ],
    [
      'MultiDiscrete',
      { kind: 'box', shape: [5], low: [0, 0, 0, 0, 0], high: [1, 1, 1, 1, 1] },
      { kind: 'multiDiscrete', nvec: [2, 3, 4, 5] },
      [0, 1, 0, 0, 1],
      [0, 2, 3, 4],
      42,
    ],
    [
      'MultiBinary',
      { kind: 'box', shape: [3], low: [0, 0, 0], high: [1, 1, 1] },
      { kind: 'multiBinary', n: 4 },
      [1, 0, 1],
      [0, 0, 1, 0],
      1,
    ],
    [
      'Narrow',
      {
        kind: 'box',
        shape: [2],
        low: Array(2).fill(Math.fround(-0.1)),
        high: Array(2).fill(Math.fround(0.1)),
      },
      {
        kind: 'box',
        shape: [2],
        low: Array(2).fill(Math.fround(-0.1)),
        high: Array(2).fill(Math.fround(0.1)),
      },
      [0, 0],
      [0, 0.1],
      0.1,
    ],
  ])('spaces and values of %s', async (name, observationSpace, actionSpace, observation, action, reward) => {
    const environments = await testing(name)
    expect(environments.observationSpace).toEqual(observationSpace)
    expect(environments.actionSpace).toEqual(actionSpace)
    environments.reset([0])
    expect(Array.from(environments.observations)).toEqual(observation)
    environments.step(Float32Array.from(action))
    expect(Array.from(environments.observations)).toEqual(observation)
    expect(environments.rewards[0]).toBe(reward)
  })

  test('options follow the id', async () => {
    const id = 'formscale_testing:Options-v0?level=3&calm=true&map=[1,2]&name=a+b&empty='
    for (const [more, reward] of [
      ['', 1],
      ['&level=4', 0],
    ] as const) {
      const environments = await gymnasium(id + more)
      expect(environments.id).toBe(`gymnasium:${id}${more}`)
      environments.reset([0])
      environments.step(new Float32Array(1))
      expect(environments.rewards[0]).toBe(reward)
    }
  })

  test('a seed reaches the generators that all of Python shares', async () => {
    const environments = await testing('Chance', 2)
    const starts = [5, 6, 5].map((seed) => {
      environments.reset([seed, seed])
      return Array.from(environments.observations)
    })
    expect(starts[2]).toEqual(starts[0])
    expect(starts[1]).not.toEqual(starts[0])
  })

  test('a closed environment leaves no process', async () => {
    const children = () =>
      spawnSync('pgrep', ['-P', String(process.pid), '-f', 'formscale_testing']).stdout.toString()
    const environments = await testing('Bytes')
    expect(children()).not.toBe('')
    environments.close()
    await vi.waitFor(() => expect(children()).toBe(''), 30_000)
  })
})
