import { expect, test } from 'vitest'
import { Garnet } from './garnet.ts'

test('every action leads to as many different states as asked for', () => {
  const { mdp } = new Garnet({ states: 12, actions: 3, branching: 5, mdpSeed: 4 })
  expect(mdp.expectedRewards).toHaveLength(36)
  for (let pair = 0; pair < 36; pair++) {
    const row = mdp.transitionProbabilities.subarray(12 * pair, 12 * pair + 12)
    expect(row.filter((probability) => probability > 0)).toHaveLength(5)
    expect(row.reduce((sum, probability) => sum + probability)).toBeCloseTo(1, 12)
  }
})

test('the MDP is decided by mdpSeed alone', () => {
  const rewards = (mdpSeed: number) => {
    const env = new Garnet({ mdpSeed })
    env.reset(mdpSeed + 5)
    return env.mdp.expectedRewards
  }
  expect(rewards(1)).toEqual(rewards(1))
  expect(rewards(1)).not.toEqual(rewards(2))
})

test('expected rewards are standard normal, next states uniform, probabilities as of uniform cuts', () => {
  const { mdp } = new Garnet({ states: 100, actions: 50, branching: 2, mdpSeed: 1 })
  const pairs = 5000
  const mean = mdp.expectedRewards.reduce((sum, reward) => sum + reward / pairs, 0)
  const square = mdp.expectedRewards.reduce((sum, reward) => sum + reward ** 2 / pairs, 0)
  expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(pairs))
  expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / pairs))
  const reached = new Float64Array(100)
  let squares = 0
  mdp.transitionProbabilities.forEach((probability, i) => {
    if (probability > 0) reached[i % 100]++
    squares += probability ** 2 / pairs
  })
  // 100 ± √(100·0.98) times each; P(|z| > 4.5) < 10⁻⁵. The square of a uniform cut and that of its rest have mean 2/3 together,
  // and variance 1/45.
  for (const count of reached) expect(Math.abs(count - 100)).toBeLessThan(4.5 * 9.9)
  expect(Math.abs(squares - 2 / 3)).toBeLessThan(4 * Math.sqrt(1 / 45 / pairs))
})

test.each<[object, string]>([
  [{ states: 0 }, 'Garnet-v0: option states must be an integer from 1 to 1000, got 0'],
  [{ branching: 21 }, 'Garnet-v0: option branching must be an integer from 1 to 20, got 21'],
  [{ mdpSeed: -1 }, 'Garnet-v0: option mdpSeed must be an integer from 0 to'],
  [{ noise: -1 }, 'Garnet-v0: option noise must be a number ≥ 0, got -1'],
  [{ seed: 1 }, 'Garnet-v0: unknown option seed; did you mean'],
])('the options %j are refused', (options, message) => {
  expect(() => new Garnet(options)).toThrow(message)
})
