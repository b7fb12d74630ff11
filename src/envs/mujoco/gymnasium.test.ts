import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { mujocoFor, prepareMujoco } from './engine.ts'
import { tasks } from './index.ts'
import { Mujoco } from './mujoco.ts'
import type { Task } from './task.ts'
import { toXml } from './xml.ts'

type Numbers = Record<string, number[]>
interface Fixture {
  id: string
  max_episode_steps: number
  frame_skip: number
  model: { counts: Record<string, number>; option: Numbers; arrays: Numbers }
  /** Entry t of a list is what step t led to. */
  trace: {
    seed: number
    initial: number[]
    first: number[]
    actions: number[][]
    observations: number[][]
    states: number[][]
    rewards: number[]
    terminated: boolean[]
  }
  resets: { seed: number; first: number[]; second: number[] }[]
}

/**
 * Twenty steps from the initial pose at rest with controls 0.5 · bound · sin(0.3 k + i), as Gymnasium's models gave them when the
 * tasks were studied: Σ reward, the last reward, the first terminated step or −1, Σ and Σ| | of the last observation.
 */
const MOTIONS: Record<string, readonly number[]> = {
  'InvertedPendulum-v5': [5, 0, 5, -1.82910479, 3.6780265],
  'InvertedDoublePendulum-v5': [10.980398393, 9.259909626, 6, -6.01249302, 14.11307875],
  'Reacher-v5': [-10.001523231, -0.398309728, -1, -3.3842811, 7.54610106],
  'Swimmer-v5': [0.377778028, -0.338919223, -1, -1.77475673, 6.13693675],
  'Hopper-v5': [12.925577711, -0.999961434, 19, -9.23240961, 17.2996642],
  'HalfCheetah-v5': [-2.69848543, 0.20155892, -1, 8.62913922, 12.56016296],
  'Walker2d-v5': [8.686015352, 0.051094533, -1, -15.43493611, 39.83738778],
  'Ant-v5': [9.408741638, 0.914936028, -1, 10.43455742, 28.27589009],
  'Humanoid-v5': [96.054091818, 5.003731243, -1, 47.98427974, 553.89578261],
}

/** Where Gymnasium draws normals, for the velocities; ours are other ones. */
const DRAWS_NORMALS = ['InvertedDoublePendulum-v5', 'HalfCheetah-v5', 'Ant-v5']

function fixtureOf({ id }: Task): Fixture {
  const file = id
    .replace('-v5', '')
    .replaceAll(/(?<=[a-z])[A-Z]/g, '-$&')
    .toLowerCase()
  return JSON.parse(readFileSync(new URL(`./fixtures/${file}.json`, import.meta.url), 'utf8'))
}

/** The largest difference between two vectors, relative to entries above 1. */
function distance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  expect(one.length).toBe(other.length)
  const differences = Array.from(
    one,
    (value, i) => Math.abs(value - other[i]) / Math.max(1, Math.abs(other[i])),
  )
  return Math.max(0, ...differences)
}

/** The environment stepped on, also over terminations, as the recordings were. */
function stepOn(env: Mujoco, action: number[]) {
  const step = env.step(action)
  if (step.terminated) env.setState({ ...env.getState(), running: true })
  return step
}

beforeAll(prepareMujoco)

describe.each(tasks.map((task) => [task.id, task, fixtureOf(task)] as const))('%s', (_id, task, fixture) => {
  test('carries the settings of Gymnasium', () => {
    const env = new Mujoco(task)
    const { first, actions } = fixture.trace
    expect(fixture).toMatchObject({
      id: task.id,
      max_episode_steps: task.maxSteps,
      frame_skip: task.frameSkip,
    })
    expect(env.observationSpace.shape).toEqual([first.length])
    expect(env.actionSpace.shape).toEqual([actions[0].length])
    env.close()
  })

  test('compiles to the model of Gymnasium', () => {
    const model = mujocoFor(task.id).MjModel.from_xml_string(toXml(task.model))
    const { counts, option, arrays } = fixture.model
    for (const [name, count] of Object.entries(counts))
      expect([name, model[name as 'nq']]).toEqual([name, count])
    const compiled: Record<string, unknown> = {}
    for (const name of Object.keys(option)) compiled[name] = model.opt[name as 'gravity']
    for (const name of Object.keys(arrays)) compiled[name] = model[name as 'body_mass']
    for (const [name, expected] of Object.entries({ ...option, ...arrays })) {
      const found = numbers(compiled[name])
      expect(found.length, name).toBe(expected.length)
      expect(distance(found, expected), name).toBeLessThan(1e-12)
    }
    model.delete()
  })

  test('sees and makes the same 50 steps', () => {
    const env = new Mujoco(task)
    const { seed, initial, actions, observations, states, rewards, terminated } = fixture.trace
    env.reset(seed)
    env.setState({ physics: initial })
    actions.forEach((action, t) => {
      const step = stepOn(env, action)
      expect(distance(step.observation, observations[t].map(Math.fround))).toBeLessThan(1e-6)
      expect(Math.abs(step.reward - rewards[t])).toBeLessThan(1e-8)
      expect(distance(env.getState().physics, states[t])).toBeLessThan(1e-8)
      expect([step.terminated, step.truncated]).toEqual([terminated[t], t + 1 === task.maxSteps])
    })
    env.close()
  })

  test.each(fixture.resets)('starts where Gymnasium does, seed $seed', ({ seed, first, second }) => {
    const env = new Mujoco(task)
    const { nq } = fixture.model.counts
    const drawn = DRAWS_NORMALS.includes(task.id) ? nq : first.length
    env.reset(seed)
    expect(env.getState().physics.slice(0, drawn)).toEqual(first.slice(0, drawn))
    env.reset()
    if (drawn === first.length) expect(env.getState().physics).toEqual(second)
    env.close()
  })

  test('observes a reset as Gymnasium does', () => {
    const env = new Mujoco(task)
    const { seed, first } = fixture.trace
    const observation = env.reset(seed)
    if (!DRAWS_NORMALS.includes(task.id))
      expect(distance(observation, first.map(Math.fround))).toBeLessThan(1e-7)
    env.close()
  })

  test('gives the known sums of a motion', () => {
    const env = new Mujoco(task)
    const { arrays, counts } = fixture.model
    const { bound } = task.model
    env.setState({ physics: [...arrays['qpos0'], ...new Array(counts['nv']).fill(0)] })
    const actions = Array.from({ length: 20 }, (_, k) =>
      Array.from({ length: counts['nu'] }, (_, i) => 0.5 * bound * Math.sin(0.3 * k + i)),
    )
    const steps = actions.map((action) => stepOn(env, action))
    const [rewards, lastReward, end, seen, absolute] = MOTIONS[task.id]
    const { observation, reward } = steps[19]
    const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0)
    expect(sum(steps.map((step) => step.reward))).toBeCloseTo(rewards, 8)
    expect(reward).toBeCloseTo(lastReward, 8)
    expect(steps.findIndex((step) => step.terminated)).toBe(end)
    expect(sum(observation)).toBeCloseTo(seen, 4) // sums of float32
    expect(sum(observation.map(Math.abs))).toBeCloseTo(absolute, 4)
    env.close()
  })
})

/** The entries of what may be a number, an enumerated value or an array of MuJoCo's. */
function numbers(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (typeof value === 'object' && value !== null && 'value' in value) return [Number(value.value)]
  return Array.from(value as ArrayLike<number>)
}
