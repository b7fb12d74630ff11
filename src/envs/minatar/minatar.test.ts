import { describe, expect, test } from 'vitest'
import { Pcg64 } from '../../random/index.ts'
import { type Box, list, make } from '../index.ts'
import { LEFT, NOTHING, RIGHT } from './game.ts'

const ids = list().filter((id) => id.startsWith('MinAtar/'))

test('has five games, with all six actions and with those that mean something', () => {
  const spaces = ids.map((id) => [id, make(id).actionSpace, (make(id).observationSpace as Box).shape])
  const rows = [
    ['Asterix', 5, 4],
    ['Breakout', 3, 4],
    ['Freeway', 3, 7],
    ['Seaquest', 6, 10],
    ['SpaceInvaders', 4, 6],
  ]
  expect(spaces).toEqual(
    rows.flatMap(([name, n, channels]) => [
      [`MinAtar/${name}-v0`, { kind: 'discrete', n: 6 }, [10, 10, channels]],
      [`MinAtar/${name}-v1`, { kind: 'discrete', n }, [10, 10, channels]],
    ]),
  )
})

test.each([
  ['Asterix', [0, 1, 2, 3, 4]],
  ['Breakout', [0, 1, 3]],
  ['Freeway', [0, 2, 4]],
  ['Seaquest', [0, 1, 2, 3, 4, 5]],
  ['SpaceInvaders', [0, 1, 3, 5]],
])('the actions of %s-v1 are %j of the six', (name, actions) => {
  const options = { stickyActionProbability: 0 }
  for (const [k, action] of actions.entries()) {
    const [one, other] = [make(`MinAtar/${name}-v1`, options), make(`MinAtar/${name}-v0`, options)]
    one.reset(2)
    other.reset(2)
    for (let step = 0; step < 4; step++) expect(one.step(k)).toEqual(other.step(action))
  }
})

describe('sticky actions', () => {
  /** What was carried out when left and right were asked for in turn. */
  function carriedOut(probability: number, steps: number): number[] {
    const env = make('MinAtar/Asterix-v0', { stickyActionProbability: probability })
    env.reset(3)
    return Array.from({ length: steps }, (_, step) => {
      const before = env.getState!()
      const { terminated } = env.step(step % 2 === 0 ? LEFT : RIGHT)
      const { physics, lastAction } = env.getState!()
      const column = before.physics[1] + (lastAction === LEFT ? -1 : lastAction === RIGHT ? 1 : 0)
      expect(physics[1]).toBe(Math.min(Math.max(column, 0), 9))
      if (terminated) env.reset()
      return lastAction as number
    })
  }

  test.each([0.1, 0.5])('repeat what was carried out with probability %d', (probability) => {
    const steps = 20_000
    const actions = carriedOut(probability, steps)
    // A step that repeats differs from what is asked for unless the action before it was the one asked for, too.
    const same = actions.filter((action, step) => action === (step % 2 === 0 ? LEFT : RIGHT)).length / steps
    const expected = 1 - probability / (1 + probability)
    expect(Math.abs(same - expected)).toBeLessThan(4 * Math.sqrt(expected / steps))
    expect(new Set(actions.slice(10))).toEqual(new Set([LEFT, RIGHT]))
  })

  test('never with probability 0, always with 1', () => {
    expect(carriedOut(0, 50)).toEqual(
      Array.from({ length: 50 }, (_, step) => (step % 2 === 0 ? LEFT : RIGHT)),
    )
    expect(carriedOut(1, 50)).toEqual(new Array(50).fill(NOTHING))
  })

  test('go on over a reset, but not over one with a seed', () => {
    const env = make('MinAtar/Asterix-v0', { stickyActionProbability: 1 })
    env.reset(4)
    env.setState!({ ...env.getState!(), lastAction: LEFT })
    env.reset()
    env.step(RIGHT)
    expect(env.getState!()['lastAction']).toBe(LEFT)
    env.reset(4)
    env.step(RIGHT)
    expect(env.getState!()['lastAction']).toBe(NOTHING)
  })
})

test('random play gives whole rewards of at least 0, and observations of 0 and 1', () => {
  for (const id of ids) {
    const env = make(id)
    const random = Pcg64.fromSeed(5)
    env.reset(5)
    for (let step = 0; step < 300; step++) {
      const { observation, reward, terminated, truncated } = env.step(random.integers(0, 3))
      expect(Number.isInteger(reward) && reward >= 0).toBe(true)
      expect(observation.every((value) => value === 0 || value === 1)).toBe(true)
      expect(truncated).toBe(false)
      if (terminated) env.reset()
    }
  }
})

test.each<[object, string]>([
  [
    { stickyActionProbability: 1.5 },
    'option stickyActionProbability must be a probability from 0 to 1, got 1.5',
  ],
  [
    { stickyActionProbability: Number.NaN },
    'option stickyActionProbability must be a probability from 0 to 1',
  ],
  [{ difficultyRamping: 1 }, 'option difficultyRamping must be true or false, got 1'],
  [{ sticky: 0 }, 'unknown option sticky; did you mean'],
])('the options %j are refused', (options, message) => {
  expect(() => make('MinAtar/Freeway-v1', { ...options })).toThrow(`MinAtar/Freeway-v1: ${message}`)
})

test.each<[string, (physics: number[]) => unknown, string]>([
  ['Asterix', ([, ...rest]) => [0, ...rest], 'whole numbers with playerRow, 1 to 8, at index 0, got 0'],
  ['Breakout', ([first, ...rest]) => [first + 0.5, ...rest], 'paddle, 0 to 9, at index 0, got 4.5'],
  ['Freeway', (physics) => physics.slice(0, -1), 'cars[7].countdown, 0 to 5, at index 34, got nothing'],
  ['Seaquest', (physics) => [...physics, 0], '17 numbers, got 18'],
  ['Seaquest', (physics) => [...physics.slice(0, 12), 15, 0], 'friendlyBullets.length, 0 to 14'],
  ['Seaquest', (physics) => [...physics.slice(0, 12), 1, 0], 'friendlyBullets[0].column, 0 to 9'],
  [
    'SpaceInvaders',
    (physics) => physics.map((value, i) => (i < 7 ? value : 0)),
    'one with an alien, got none',
  ],
  ['SpaceInvaders', () => 'all', 'an array of whole numbers, got "all"'],
])('a wrong state of %s is refused, and nothing of it is taken over (%#)', (name, change, message) => {
  const id = `MinAtar/${name}-v1`
  const env = make(id)
  env.reset(6)
  const before = env.getState!()
  const physics = change(before.physics) as number[]
  expect(() => env.setState!({ ...before, physics })).toThrow(message)
  expect(() => env.setState!({ ...before, lastAction: 6 })).toThrow(
    `${id}: state.lastAction must be an integer from 0 to 5, got 6`,
  )
  expect(env.getState!()).toEqual(before)
})
