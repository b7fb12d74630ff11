import { expect, test } from 'vitest'
import { exact } from '../index.ts'
import { Bandit } from './bandit.ts'

test('the default arms are worth 1, ½ and 0', () => {
  expect([...new Bandit().mdp.expectedRewards]).toEqual([1, 0.5, 0])
  expect([...new Bandit({ arms: 5 }).mdp.expectedRewards]).toEqual([1, 0.75, 0.5, 0.25, 0])
  expect([...new Bandit({ means: [0, 3] }).mdp.expectedRewards]).toEqual([0, 3])
})

test('a step ends its episode', () => {
  const env = new Bandit({ noise: 0 })
  expect([...env.reset(0)]).toEqual([1])
  expect(env.step(1)).toEqual({
    observation: Float32Array.of(1),
    reward: 0.5,
    terminated: true,
    truncated: false,
  })
})

test('rewards scatter with the noise asked for', () => {
  const env = new Bandit({ noise: 0.5 })
  const draws = 20_000
  let squares = 0
  env.reset(1)
  for (let i = 0; i < draws; i++) {
    env.reset()
    squares += (env.step(0).reward - 1) ** 2 / draws
  }
  expect(Math.abs(squares - 0.25)).toBeLessThan(4 * 0.25 * Math.sqrt(2 / draws))
})

test('regret is what a policy loses against the best arm', () => {
  const env = new Bandit()
  expect(env.regret(() => Float64Array.of(1, 0, 0))).toBe(0)
  expect(env.regret(() => Float64Array.of(0.2, 0.5, 0.3))).toBeCloseTo(0.55, 12)
  expect(() => env.regret(() => Float64Array.of(1, 1, 1))).toThrow('Bandit-v0: regret needs a distribution')
})

test('the exact values of a bandit are its mean rewards', () => {
  const { mdp } = new Bandit()
  const policy = [0.2, 0.5, 0.3]
  expect([...exact.actionValues(mdp, policy, 1)]).toEqual([1, 0.5, 0])
  expect(exact.expectedReturn(mdp, policy, 1)).toBeCloseTo(0.45, 12)
})

test.each<[object, string]>([
  [{ arms: 1 }, 'Bandit-v0: option arms must be an integer from 2 to 1000, got 1'],
  [
    { arms: 2, means: [1, 2, 3] },
    'Bandit-v0: option means must be one finite number per arm (2), got [1, 2, 3]',
  ],
  [{ means: [1, null] }, 'Bandit-v0: option means must be one finite number per arm (2), got [1, null]'],
  [{ means: 3 }, 'Bandit-v0: option means must be one finite number per arm (3), got 3'],
  [{ noise: Number.NaN }, 'Bandit-v0: option noise must be a number ≥ 0, got NaN'],
  [{ mean: [1] }, 'Bandit-v0: unknown option mean; did you mean means?'],
])('the options %j are refused', (options, message) => {
  expect(() => new Bandit(options)).toThrow(message)
})
