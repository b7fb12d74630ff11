import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Action, Environment } from '../../environment.ts'

interface Recording {
  /** An integer, or the only component of a continuous action. */
  actions: number[]
  observations: number[][]
  rewards: number[]
  terminated: boolean[]
  truncated: boolean[]
}
interface Start {
  observation: number[]
  physics: number[]
}
interface Fixture {
  max_episode_steps: number
  traces: (Recording & { name: string; initial_state: number[]; states: number[][] })[]
  resets: { seed: number; first: Start; second: Start }[]
  rollout: Recording & { seed: number; resets: Start[] }
}

type UsedEnvironment = Required<Pick<Environment, 'actionSpace' | 'reset' | 'step' | 'getState' | 'setState'>>

/**
 * Tests an environment against what Gymnasium did, fixtures/`name`.json: every step of the reference traces alone, both traces as a
 * whole, the starts of ten seeds, and a rollout over several episodes whose observations may differ by `rolloutTolerance`.
 */
export function testAgainstGymnasium(
  name: string,
  create: () => UsedEnvironment,
  rolloutTolerance = 5e-6,
): void {
  const fixture: Fixture = JSON.parse(
    readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'),
  )

  describe.each(fixture.traces)('against Gymnasium, trace $name', (trace) => {
    test('every single step from the recorded state', () => {
      const env = create()
      env.reset()
      trace.actions.forEach((action, t) => {
        env.setState({ physics: t === 0 ? trace.initial_state : trace.states[t - 1], elapsed: t })
        expectStep(env, trace, t, action, { observation: 5e-6, reward: 1e-8 })
        expect(distance(env.getState().physics, trace.states[t])).toBeLessThan(1e-12)
      })
    })

    test('the whole replay from the initial state', () => {
      const env = create()
      env.reset()
      env.setState({ physics: trace.initial_state })
      trace.actions.forEach((action, t) => {
        expectStep(env, trace, t, action, { observation: 1e-4, reward: 1e-4 })
      })
    })
  })

  test.each(fixture.resets)('starts where Gymnasium does, seed $seed', ({ seed, first, second }) => {
    const env = create()
    expectStart(env, first, seed)
    expectStart(env, second)
  })

  test('a rollout of random actions with resets, as Gymnasium', () => {
    const { seed, resets, ...recording } = fixture.rollout
    const env = create()
    expectStart(env, resets[0], seed)
    let episodes = 1
    recording.actions.forEach((action, t) => {
      expectStep(env, recording, t, action, { observation: rolloutTolerance, reward: 1e-5 })
      if (recording.terminated[t] || recording.truncated[t]) expectStart(env, resets[episodes++])
    })
    expect(episodes).toBe(resets.length)
    expect(episodes).toBeGreaterThan(1)
  })

  test('the time limit is reached after as many steps as in Gymnasium, and no sooner', () => {
    const { physics } = fixture.resets[0].first
    for (const early of [1, 0]) {
      const env = create()
      env.setState({ physics, elapsed: fixture.max_episode_steps - 1 - early })
      expect(env.step(actionOf(env, 0))).toMatchObject({ terminated: false, truncated: early === 0 })
    }
  })
}

const actionOf = (env: UsedEnvironment, action: number): Action =>
  env.actionSpace.kind === 'box' ? Float32Array.of(action) : action

/** Step t of the recording, whose endings must be equal and whose numbers within the tolerances. */
function expectStep(
  env: UsedEnvironment,
  recording: Recording,
  t: number,
  action: number,
  tolerance: { observation: number; reward: number },
): void {
  const { observation, reward, terminated, truncated } = env.step(actionOf(env, action))
  expect(distance(observation, recording.observations[t])).toBeLessThan(tolerance.observation)
  expect(Math.abs(reward - recording.rewards[t])).toBeLessThan(tolerance.reward)
  expect([terminated, truncated]).toEqual([recording.terminated[t], recording.truncated[t]])
}

/** A reset: the same physics to the bit, the same observation but for the last bit of a float32 cosine or sine. */
function expectStart(env: UsedEnvironment, start: Start, seed?: number): void {
  expect(distance(env.reset(seed), start.observation)).toBeLessThan(2 ** -23)
  expect(env.getState().physics).toEqual(start.physics)
}

/** The largest difference between the components of two vectors. */
function distance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  expect(one.length).toBe(other.length)
  return Math.max(...Array.from(one, (value, i) => Math.abs(value - other[i])))
}
