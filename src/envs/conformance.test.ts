import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Pcg64 } from '../random/index.ts'
import { pictureOf } from './drawing/testing/recording-canvas.ts'
import {
  about,
  checkObservation,
  checkStep,
  contains,
  type Environment,
  type EnvironmentState,
  list,
  Mujoco,
  prepare,
  make as registered,
  type Space,
  type Step,
  sample,
  sizeOf,
} from './index.ts'

const made: Environment[] = []

/** An environment that is closed after the test. */
function make(id: string): Environment {
  const env = registered(id)
  made.push(env)
  return env
}

/** What random actions give: a step, and after the end of an episode the first observation of the next one. */
function rollout(env: Environment, actions: Pcg64, steps: number): (Step | Float32Array)[] {
  const seen: (Step | Float32Array)[] = []
  for (let i = 0; i < steps; i++) {
    const step = env.step(sample(env.actionSpace, actions))
    seen.push(step)
    if (step.terminated || step.truncated) seen.push(env.reset())
  }
  return seen
}

/** Where two rollouts begin to differ, −1 for nowhere: to the bit, and in a moment, where toEqual takes most of a minute. */
const difference = (one: readonly (Step | Float32Array)[], other: readonly (Step | Float32Array)[]) =>
  one.findIndex((seen, i) => !isDeepStrictEqual(seen, other[i]))

/** One string for all that was seen. */
const textOf = (seen: readonly (Step | Float32Array)[]) =>
  JSON.stringify(seen, (_key, value) => (value instanceof Float32Array ? Array.from(value) : value))

/** What the same random actions give in both. */
const futures = (one: Environment, other: Environment, seed: number, steps: number) =>
  [one, other].map((env) => rollout(env, Pcg64.fromSeed(seed), steps)) as [
    (Step | Float32Array)[],
    (Step | Float32Array)[],
  ]

/** Values that are no action, of every wrong kind. */
function noActions(space: Space): unknown[] {
  const never = [Number.NaN, Infinity, -1, 0.5, undefined, null, true, 'x', {}, [], 1n, Symbol('x')]
  if (space.kind === 'discrete') return [...never, space.n, 2 ** 31, '0', [0], new Float32Array(1)]
  const filled = (value: unknown, length = sizeOf(space)) => new Array(length).fill(value)
  const entries = [Number.NaN, Infinity, undefined, null, '0', 1n].map((value) => filled(value))
  return [
    ...never,
    0,
    ...entries,
    filled(0, sizeOf(space) + 1),
    new Array(sizeOf(space)),
    { length: sizeOf(space) },
  ]
}

const escaped = (text: string) => text.replace(/[.()[\]]/g, '\\$&')

/** An error of one line about this environment that isn't too long to be read. */
const refusalOf = (id: string, message: string) => new RegExp(`^(?=.{1,300}$)${id}: ${message}.*$`)

function snapshot(env: Environment): EnvironmentState {
  return JSON.parse(JSON.stringify(env.getState?.()))
}

describe.each(list())('%s', (id) => {
  beforeAll(() => prepare(id))
  afterEach(() => {
    for (const env of made.splice(0)) env.close?.()
  })

  test('carries its id and a line about it', () => {
    expect(make(id).id).toBe(id)
    expect(about(id)).not.toBe('')
  })

  test('observations are finite, of the right size and within their space', () => {
    const env = make(id)
    expect(sizeOf(env.observationSpace)).toBeGreaterThan(0)
    const first = env.reset(1)
    checkObservation(env, first)
    expect(contains(env.observationSpace, first)).toBe(true)
    for (const seen of rollout(env, Pcg64.fromSeed(1), 500)) {
      if (seen instanceof Float32Array) checkObservation(env, seen)
      else checkStep(env, seen)
      expect(contains(env.observationSpace, seen instanceof Float32Array ? seen : seen.observation)).toBe(
        true,
      )
    }
  })

  test('a seed and the actions decide everything', () => {
    const [one, other] = [make(id), make(id)]
    other.reset()
    rollout(other, Pcg64.fromSeed(9), 20) // its past must not matter
    expect(other.reset(5)).toEqual(one.reset(5))
    expect(difference(...futures(one, other, 2, 300))).toBe(-1)
  })

  test('a first reset without a seed is one with seed 0', () => {
    expect(make(id).reset()).toEqual(make(id).reset(0))
  })

  test('an observation stays as it was while the environment goes on', () => {
    const env = make(id)
    const first = env.reset(3)
    const copy = first.slice()
    const seen = rollout(env, Pcg64.fromSeed(3), 50)
    const copies = structuredClone(seen)
    rollout(env, Pcg64.fromSeed(4), 50)
    expect(first).toEqual(copy)
    expect(textOf(seen)).toBe(textOf(copies))
  })

  test('a snapshot through JSON has the same future', () => {
    const [env, restored] = [make(id), make(id)]
    // Each snapshot goes to an environment with a past of its own: that of the snapshot before it, or none.
    const snapshots = fc.array(fc.nat(60), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(fc.nat(), snapshots, (seed, gaps) => {
        env.reset(seed)
        rollout(env, Pcg64.fromSeed(seed), gaps[0])
        for (const [i, steps] of [...gaps.slice(1), 60].entries()) {
          restored.setState?.(snapshot(env))
          expect(snapshot(restored)).toEqual(snapshot(env))
          expect(difference(...futures(env, restored, seed + i, steps))).toBe(-1)
        }
      }),
      { numRuns: 8 },
    )
  })

  test('physics alone can be set, before any reset too, and then stepped', () => {
    const env = make(id)
    env.reset(6)
    const { physics } = snapshot(env)
    const fresh = make(id)
    fresh.setState?.({ physics })
    expect(snapshot(fresh).physics).toEqual(physics)
    checkStep(fresh, fresh.step(sample(fresh.actionSpace, Pcg64.fromSeed(6))))
  })

  test('steps outside an episode and what is not a seed are refused with a clear error', () => {
    const env = make(id)
    const action = sample(env.actionSpace, Pcg64.fromSeed(7))
    expect(() => env.step(action)).toThrow(`${id}: step() was called before reset(); call reset() first`)
    for (const seed of [-1, 0.5, Number.NaN, Infinity, 2 ** 53, '1', null, [], {}, true, 1n])
      expect(() => env.reset(seed as number)).toThrow(`${id}: seed must be a non-negative integer, got `)
    expect(() => env.step(action)).toThrow('before reset()')
  })

  test('what is not an action is refused with a clear error, and changes nothing', () => {
    const env = make(id)
    env.reset(7)
    const before = JSON.stringify(env.getState?.())
    for (const action of noActions(env.actionSpace))
      expect(() => env.step(action as number)).toThrow(refusalOf(id, 'action .* is not valid; use '))
    expect(JSON.stringify(env.getState?.())).toBe(before)
  })

  test('what is not a snapshot of it is refused with a clear error, and changes nothing', () => {
    const env = make(id)
    env.reset(7)
    const good = snapshot(env)
    const { physics } = good
    const bad: [states: unknown[], message: string][] = [
      [[undefined, null, 5, 'all'], 'a state must be an object, got '],
      [[{}, ...withField('physics', [null, 'all', {}, 1, []])], 'state.physics must be '],
      [
        withField('physics', [physics.slice(1), [...physics, 0.5], new Array(physics.length)]),
        'state.physics must be ',
      ],
      [
        withField(
          'physics',
          [Number.NaN, null, '1', Infinity].map((x) => [x, ...physics.slice(1)]),
        ),
        'state.physics must be ',
      ],
      [withField('elapsed', [-1, 0.5, Number.NaN, '1', null]), 'state.elapsed must be an integer ≥ 0, got '],
      [withField('running', [0, 'yes', null]), 'state.running must be true or false, got '],
      [withField('random', [null, 1, 'x']), 'state.random must be a generator state, got '],
      [
        withField('random', [{}, [], { ...(good['random'] as object), state: '-1' }]),
        'generator state: state must be ',
      ],
      [withField('id', ['Other-v0', null]), `state.id must be ${id}, got `],
    ]
    for (const [states, message] of bad)
      for (const state of states)
        expect(() => env.setState?.(state as EnvironmentState)).toThrow(refusalOf(id, escaped(message)))
    expect(snapshot(env)).toEqual(good)

    function withField(field: string, values: unknown[]): unknown[] {
      return values.map((value) => ({ ...good, [field]: value }))
    }
  })

  test('an episode that has ended must be reset', () => {
    const env = make(id)
    const actions = Pcg64.fromSeed(8)
    env.reset(8)
    let step = env.step(sample(env.actionSpace, actions))
    while (!step.terminated && !step.truncated) step = env.step(sample(env.actionSpace, actions))
    expect(() => env.step(sample(env.actionSpace, actions))).toThrow(
      `${id}: step() was called after the end of the episode`,
    )
    const restored = make(id)
    restored.setState?.(snapshot(env))
    expect(() => restored.step(sample(env.actionSpace, actions))).toThrow('after the end of the episode')
    checkObservation(env, env.reset())
    checkStep(env, env.step(sample(env.actionSpace, actions)))
  })

  test.each([
    [480, 320],
    [100, 300],
  ])('draws itself on %i × %i with a background, in finite numbers and colours', (width, height) => {
    const env = make(id)
    env.reset(10)
    rollout(env, Pcg64.fromSeed(10), 30)
    const canvas = pictureOf(env, { width, height })
    expect(canvas.calls[1]).toEqual(['fillRect', 0, 0, width, height])
    expect(canvas.valuesOf('fill', 'stroke', 'fillRect').length).toBeGreaterThan(3)
    expect(canvas.valuesOf('save').length).toBe(canvas.valuesOf('restore').length)
    for (const colour of canvas.valuesOf('fillStyle', 'strokeStyle').flat())
      expect(colour).toMatch(/^#[0-9a-f]{6}$/)
    const numbers = canvas.calls.flat().filter((value) => typeof value === 'number')
    expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([])
    for (const [, , radius] of canvas.valuesOf('arc')) expect(radius).toBeGreaterThanOrEqual(0)
  })

  test('drawing changes nothing', () => {
    const play = (look: (env: Environment) => void) => {
      const env = make(id)
      env.reset(11)
      const seen = Array.from({ length: 15 }, (_, i) => {
        look(env)
        return rollout(env, Pcg64.fromSeed(i), 1)
      })
      return [textOf(seen.flat()), snapshot(env)]
    }
    expect(play((env) => pictureOf(env))).toEqual(play(() => {}))
  })

  test('the same state gives the same picture, whatever came before', () => {
    const env = make(id)
    env.reset(12)
    rollout(env, Pcg64.fromSeed(12), 30)
    const [one, other] = [make(id), make(id)]
    other.reset(13)
    rollout(other, Pcg64.fromSeed(13), 20)
    for (const restored of [one, other]) restored.setState?.(snapshot(env))
    const expected = JSON.stringify(pictureOf(one).calls)
    expect(JSON.stringify(pictureOf(other).calls)).toBe(expected)
    // MuJoCo has its parts where they were a moment before the end of a step.
    if (!(env instanceof Mujoco)) expect(JSON.stringify(pictureOf(env).calls)).toBe(expected)
  })

  // A bandit's arms are all there is to see.
  test.skipIf(id === 'Bandit-v0')('what happens can be seen', () => {
    const env = make(id)
    env.reset(14)
    const pictures = Array.from({ length: 30 }, (_, i) => {
      rollout(env, Pcg64.fromSeed(i), 1)
      return JSON.stringify(pictureOf(env).calls)
    })
    expect(new Set(pictures).size).toBeGreaterThan(2)
  })
})
