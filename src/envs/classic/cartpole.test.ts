import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CartPole } from './cartpole.ts'

interface Recording {
  actions: number[]
  observations: number[][]
  rewards: number[]
  terminated: boolean[]
  truncated: boolean[]
}
interface Fixture {
  traces: (Recording & { name: string; initial_state: number[]; states: number[][] })[]
  resets: { seed: number; first: number[]; second: number[] }[]
  rollout: Recording & { seed: number; resets: number[][] }
}

const fixture: Fixture = JSON.parse(
  readFileSync(new URL('./fixtures/cartpole.json', import.meta.url), 'utf8'),
)

/** The largest difference between the components of two vectors. */
function distance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  expect(one.length).toBe(other.length)
  return Math.max(...Array.from(one, (value, i) => Math.abs(value - other[i])))
}

describe.each(fixture.traces)('against Gymnasium, trace $name', (trace) => {
  test('every single step from the recorded state', () => {
    const env = new CartPole()
    trace.actions.forEach((action, t) => {
      env.reset()
      env.setState({ physics: t === 0 ? trace.initial_state : trace.states[t - 1] })
      const { observation, reward, terminated, truncated } = env.step(action)
      expect(distance(observation, trace.observations[t])).toBeLessThan(5e-6)
      expect(distance(env.getState().physics, trace.states[t])).toBeLessThan(1e-12)
      expect(Math.abs(reward - trace.rewards[t])).toBeLessThan(1e-8)
      expect([terminated, truncated]).toEqual([trace.terminated[t], trace.truncated[t]])
    })
  })

  test('the whole replay from the initial state', () => {
    const env = new CartPole()
    env.reset()
    env.setState({ physics: trace.initial_state })
    trace.actions.forEach((action, t) => {
      const { observation, reward, terminated, truncated } = env.step(action)
      expect(distance(observation, trace.observations[t])).toBeLessThan(1e-4)
      expect([reward, terminated, truncated]).toEqual([
        trace.rewards[t],
        trace.terminated[t],
        trace.truncated[t],
      ])
    })
  })
})

test.each(fixture.resets)('starts where Gymnasium does, seed $seed', ({ seed, first, second }) => {
  const env = new CartPole()
  expect([...env.reset(seed)]).toEqual(first)
  expect([...env.reset()]).toEqual(second)
})

test('1000 random steps with resets, as Gymnasium', () => {
  const { seed, resets, actions, observations, rewards, terminated, truncated } = fixture.rollout
  const env = new CartPole()
  expect([...env.reset(seed)]).toEqual(resets[0])
  let episodes = 1
  actions.forEach((action, t) => {
    const step = env.step(action)
    expect(distance(step.observation, observations[t])).toBeLessThan(5e-6)
    expect([step.reward, step.terminated, step.truncated]).toEqual([rewards[t], terminated[t], truncated[t]])
    if (step.terminated || step.truncated) expect([...env.reset()]).toEqual(resets[episodes++])
  })
  expect(episodes).toBe(resets.length)
})

test('is truncated at step 500, and no sooner; a snapshot keeps the count', () => {
  let env = new CartPole()
  env.reset(0)
  for (let t = 1; t <= 500; t++) {
    env.setState({ physics: [0, 0, 0, 0] }) // held upright
    expect(env.step(t % 2)).toMatchObject({ reward: 1, terminated: false, truncated: t === 500 })
    if (t === 250) {
      const state = env.getState()
      env = new CartPole()
      env.setState(state)
    }
  }
})

test('a fall at the time limit is both terminated and truncated', () => {
  const env = new CartPole()
  env.setState({ physics: [2.39, 5, 0, 0], elapsed: 499 })
  expect(env.step(1)).toMatchObject({ reward: 1, terminated: true, truncated: true })
})

test.each([
  ['right', [2.4, 0, 0, 0], [0, 1, 0, 0]],
  ['left', [-2.4, 0, 0, 0], [0, -1, 0, 0]],
  ['clockwise', [0, 0, (12 * Math.PI) / 180, 0], [0, 0, 0, 1]],
  ['counter-clockwise', [0, 0, (-12 * Math.PI) / 180, 0], [0, 0, 0, -1]],
])('terminates just beyond the limit to the %s, not just within', (_, limit, outwards) => {
  for (const speed of [1e-5, -1e-5]) {
    const env = new CartPole()
    env.setState({ physics: limit.map((value, i) => value + speed * outwards[i]) })
    expect(env.step(0)).toMatchObject({ reward: 1, terminated: speed > 0, truncated: false })
  }
})

test.each([2, -1, 0.5])('refuses the action %s and stays as it was', (action) => {
  const env = new CartPole()
  env.reset(0)
  const before = env.getState()
  expect(() => env.step(action)).toThrow(
    `CartPole-v1: action ${action} is not valid; use 0 (push left) or 1 (push right)`,
  )
  expect(env.getState()).toEqual(before)
})
