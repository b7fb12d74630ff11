import { describe, expect, test } from 'vitest'
import { pictureOf } from '../drawing/testing/recording-canvas.ts'
import type { Action, Environment, Step } from '../environment.ts'
import { make } from '../registry.ts'
import { box, discrete } from '../spaces.ts'
import {
  clipActions,
  episodeStatistics,
  frameStack,
  type Recording,
  record,
  rescaleActions,
  scaleRewards,
  timeLimit,
} from './index.ts'

/** Counts its steps in the observation, pays them as reward, and keeps the actions it was given. */
function counter(actionSpace: Environment['actionSpace'] = discrete(2)) {
  const actions: Action[] = []
  let count = 0
  const step = (action: Action): Step => {
    actions.push(action)
    count++
    return { observation: Float32Array.of(count), reward: count, terminated: count === 5, truncated: false }
  }
  const env: Environment = {
    id: 'Counter',
    observationSpace: box(0, 10, [1]),
    actionSpace,
    reset() {
      count = 0
      return Float32Array.of(count)
    },
    step,
    getState: () => ({ physics: [count] }),
    setState: ({ physics }) => {
      count = physics[0]
    },
  }
  return { env, actions }
}

test('wrappers pass drawing on, and have none where there is none', () => {
  const env = make('CartPole-v1')
  const wrapped = timeLimit(scaleRewards(env, 2), 100)
  wrapped.reset(1)
  expect(pictureOf(wrapped).calls).toEqual(pictureOf(env).calls)
  expect(wrapped.frameRate).toBe(50)
  expect(timeLimit(counter().env, 3).draw).toBeUndefined()
})

test('timeLimit truncates, and leaves terminations be', () => {
  const env = timeLimit(counter().env, 3)
  for (let episode = 0; episode < 2; episode++) {
    env.reset()
    const steps = [1, 2, 3].map(() => env.step(0))
    expect(steps.map(({ truncated }) => truncated)).toEqual([false, false, true])
    expect(steps.map(({ terminated }) => terminated)).toEqual([false, false, false])
  }
  expect(() => timeLimit(env, 0)).toThrow('maxSteps is 0')
})

test('clipActions keeps to the bounds', () => {
  const { env, actions } = counter(box([-1, 0], [1, 2], [2]))
  clipActions(env).step([-3, 1])
  clipActions(env).step([0.5, 9])
  expect(actions).toEqual([Float32Array.of(-1, 1), Float32Array.of(0.5, 2)])
  expect(() => clipActions(counter().env)).toThrow("Counter's action space is discrete")
})

test('rescaleActions maps −1…1 to the bounds', () => {
  const { env, actions } = counter(box([-4, 0], [4, 2], [2]))
  const wrapped = rescaleActions(env)
  expect(wrapped.actionSpace).toEqual(box(-1, 1, [2]))
  for (const x of [-1, 0, 1]) wrapped.step([x, x])
  expect(actions).toEqual([Float32Array.of(-4, 0), Float32Array.of(0, 1), Float32Array.of(4, 2)])
  expect(() => rescaleActions(env, 1, 1)).toThrow('low must be less')
  expect(() => rescaleActions(counter(box(-Infinity, 1, [1])).env)).toThrow('infinite bounds')
})

test('frameStack gives the last observations, oldest first', () => {
  const env = frameStack(counter().env, 3)
  expect(env.observationSpace).toEqual(box(0, 10, [3]))
  expect(env.reset()).toEqual(Float32Array.of(0, 0, 0))
  const seen = [1, 2, 3, 4].map(() => env.step(0).observation)
  expect(seen).toEqual(
    [
      [0, 0, 1],
      [0, 1, 2],
      [1, 2, 3],
      [2, 3, 4],
    ].map((frames) => Float32Array.from(frames)),
  )
})

test('scaleRewards multiplies rewards', () => {
  const env = scaleRewards(counter().env, -0.5)
  env.reset()
  expect([env.step(0).reward, env.step(0).reward]).toEqual([-0.5, -1])
})

test('scaleRewards multiplies the regret, unless another policy becomes the best', () => {
  const env = { ...counter().env, regret: () => 3 }
  expect(scaleRewards(env, 2).regret?.(() => new Float64Array(0), 1)).toBe(6)
  expect(scaleRewards(env, -2).regret?.(() => new Float64Array(0), 1)).toBeUndefined()
  expect(scaleRewards(counter().env, 2).regret).toBeUndefined()
})

test('episodeStatistics sums up in the info of the last step', () => {
  const env = episodeStatistics(counter().env)
  for (let episode = 0; episode < 2; episode++) {
    env.reset()
    const infos = [1, 2, 3, 4, 5].map(() => env.step(0).info)
    expect(infos.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined])
    expect(infos[4]).toEqual({ episode: { return: 15, length: 5 } })
  }
})

test('record hands over whole episodes, and broken ones as such', () => {
  const recordings: Recording[] = []
  const env = record(counter().env, (recording) => recordings.push(recording))
  env.reset()
  for (let t = 0; t < 5; t++) env.step(t % 2)
  env.reset()
  env.step(1)
  env.reset()
  expect(recordings.map(({ rewards }) => rewards)).toEqual([[1, 2, 3, 4, 5], [1]])
  expect(recordings.map(({ actions }) => actions)).toEqual([[0, 1, 0, 1, 0], [1]])
  expect(recordings[0].observations).toEqual([0, 1, 2, 3, 4, 5].map((x) => Float32Array.of(x)))
  expect(recordings.map(({ terminated, truncated }) => [terminated, truncated])).toEqual([
    [true, false],
    [false, false],
  ])
})

test.each([
  ['clipActions', clipActions],
  ['rescaleActions', rescaleActions],
])('%s refuses what is not an action', (_name, wrap) => {
  const env = wrap(make('Pendulum-v1'))
  env.reset(0)
  for (const action of [null, undefined, 0, [], [1, 2], [Number.NaN], [Infinity], ['1'], 'x'])
    expect(() => env.step(action as never)).toThrow(
      /^Pendulum-v1: action .* is not valid; use an array of length 1, finite numbers$/,
    )
})

test.each<[string, (env: Environment) => Environment, Record<string, unknown>, string]>([
  [
    'frameStack',
    (env) => frameStack(env, 2),
    { frames: [1, 2] },
    'frames must be 8 finite numbers, got [1, 2]',
  ],
  ['frameStack', (env) => frameStack(env, 2), { frames: new Array(8) }, 'frames must be 8 finite numbers'],
  ['frameStack', (env) => frameStack(env, 2), { frames: null }, 'frames must be 8 finite numbers, got null'],
  [
    'timeLimit',
    (env) => timeLimit(env, 9),
    { timeLimitElapsed: -1 },
    'timeLimitElapsed must be an integer ≥ 0',
  ],
  [
    'timeLimit',
    (env) => timeLimit(env, 9),
    { timeLimitElapsed: 'x' },
    'timeLimitElapsed must be an integer ≥ 0',
  ],
  ['episodeStatistics', episodeStatistics, { episodeReturn: null }, 'episodeReturn must be a finite number'],
  ['episodeStatistics', episodeStatistics, { episodeLength: 'x' }, 'episodeLength must be a finite number'],
  ['the environment', (env) => timeLimit(env, 9), { timeLimitElapsed: 5, elapsed: -1 }, 'elapsed must be'],
])('a snapshot that %s cannot have given is refused whole (%#)', (_name, wrap, change, message) => {
  const env = wrap(make('CartPole-v1'))
  env.reset(0)
  env.step(1)
  const before = env.getState!()
  expect(() => env.setState!({ ...before, physics: [0, 0, 0, 0], ...change })).toThrow(
    `CartPole-v1: state.${message}`,
  )
  expect(env.getState!()).toEqual(before)
  expect(() => env.setState!(null as never)).toThrow('CartPole-v1: a state must be an object, got null')
})

describe('snapshots hold what a wrapper remembers', () => {
  test.each<[string, (env: Environment) => Environment]>([
    ['timeLimit', (env) => timeLimit(env, 7)],
    ['frameStack', (env) => frameStack(env, 3)],
    ['episodeStatistics', episodeStatistics],
    ['all of them', (env) => episodeStatistics(frameStack(timeLimit(env, 9), 2))],
  ])('%s', (_name, wrap) => {
    const env = wrap(make('CartPole-v1'))
    const other = wrap(make('CartPole-v1'))
    env.reset(4)
    for (let t = 0; t < 4; t++) env.step(t % 2)
    other.setState!(JSON.parse(JSON.stringify(env.getState!())))
    for (let t = 0; t < 5; t++) {
      const step = env.step(1)
      expect(other.step(1)).toEqual(step)
      if (step.terminated || step.truncated) break
    }
  })

  test('an environment without snapshots has none when wrapped', () => {
    const { getState: _, setState: __, ...env } = counter().env
    expect(timeLimit(env, 3).getState).toBeUndefined()
    expect(timeLimit(env, 3).setState).toBeUndefined()
  })
})
