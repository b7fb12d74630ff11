import { describe, expect, test } from 'vitest'
import { Pcg64 } from '../../random/index.ts'
import { Bandit2D } from './bandit2d.ts'

/** The documented rewards, written out on their own. */
function documentedRewards(x: number, y: number, actions: number): number[] {
  const rewards = [0.6 * Math.exp(-(x * x + y * y) / 2.88)]
  for (let a = 1; a < actions; a++) {
    const fraction = (a - 1) / (actions - 1)
    const dx = x - 0.6 * Math.cos(Math.PI * (0.25 + 2 * fraction))
    const dy = y - 0.6 * Math.sin(Math.PI * (0.25 + 2 * fraction))
    rewards.push((1 - 0.2 * fraction) * Math.exp(-(dx * dx + dy * dy) / 0.32))
  }
  return rewards
}

/** The mean over the square of a function of the rewards, by Simpson's rule on 200 × 200 intervals. */
function integrate(actions: number, of: (rewards: number[]) => number): number {
  const n = 200
  const weight = (i: number) => (i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2) / (3 * n)
  let total = 0
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= n; j++)
      total += weight(i) * weight(j) * of(documentedRewards((2 * i) / n - 1, (2 * j) / n - 1, actions))
  }
  return total
}

const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Probability 1 for the action that `choose` gives for each context. */
function always(actions: number, choose: (context: Float32Array) => number) {
  return (contexts: Float32Array): Float64Array => {
    const probabilities = new Float64Array((contexts.length / 2) * actions)
    for (let row = 0; row < contexts.length / 2; row++)
      probabilities[row * actions + choose(contexts.subarray(2 * row, 2 * row + 2))] = 1
    return probabilities
  }
}

function best(env: Bandit2D, context: ArrayLike<number>): number {
  const rewards = env.expectedRewards(context)
  return rewards.indexOf(Math.max(...rewards))
}

describe.each([2, 5, 16])('with %i actions', (actions) => {
  const env = new Bandit2D({ actions })

  test('expected rewards are the documented ones', () => {
    const random = Pcg64.fromSeed(1)
    for (let i = 0; i < 100; i++) {
      const context = [random.uniform(-1, 1), random.uniform(-1, 1)]
      documentedRewards(context[0], context[1], actions).forEach((reward, a) => {
        expect(env.expectedRewards(context)[a]).toBeCloseTo(reward, 12)
      })
    }
  })

  test('the optimal policy has no regret', () => {
    expect(env.regret(always(actions, (context) => best(env, context)))).toBe(0)
  })

  test('regret of the uniform policy and the optimal value equal an independent integral', () => {
    const uniform = (contexts: Float32Array) =>
      new Float32Array((contexts.length / 2) * actions).fill(1 / actions)
    const lost = integrate(actions, (rewards) => Math.max(...rewards) - average(rewards))
    expect(Math.abs(env.regret(uniform) - lost)).toBeLessThan(1e-3)
    expect(Math.abs(env.optimalValue - integrate(actions, (rewards) => Math.max(...rewards)))).toBeLessThan(
      1e-3,
    )
  })

  test('every action is the best one on at least 2 % of the square', () => {
    const counts = new Array<number>(actions).fill(0)
    const random = Pcg64.fromSeed(2)
    for (let i = 0; i < 5000; i++) counts[best(env, [random.uniform(-1, 1), random.uniform(-1, 1)])]++
    expect(Math.min(...counts)).toBeGreaterThan(100)
  })
})

test('the figures in the documentation hold', () => {
  const env = new Bandit2D()
  expect(env.actionSpace.n).toBe(5)
  expect(env.optimalValue).toBeCloseTo(0.596, 3)
  expect(env.regret((contexts) => new Float64Array((contexts.length / 2) * 5).fill(0.2))).toBeCloseTo(
    0.341,
    3,
  )
  const single = [0, 1, 2, 3, 4].map((action) => env.regret(always(5, () => action)))
  expect(Math.min(...single)).toBeCloseTo(0.115, 3)
})

test('rewards scatter around the expected ones with the noise asked for', () => {
  const env = new Bandit2D({ noise: 0.5 })
  env.reset(3)
  const draws = 20_000
  for (let action = 0; action < 5; action++) {
    let sum = 0
    let squares = 0
    for (let i = 0; i < draws; i++) {
      env.setState({ physics: [0.25, -0.5] })
      const deviation = env.step(action).reward - documentedRewards(0.25, -0.5, 5)[action]
      sum += deviation
      squares += deviation ** 2
    }
    // Four standard errors: 0.5/√n of the mean, 0.25·√(2/n) of the variance.
    expect(Math.abs(sum / draws)).toBeLessThan((4 * 0.5) / Math.sqrt(draws))
    expect(Math.abs(squares / draws - 0.25)).toBeLessThan(4 * 0.25 * Math.sqrt(2 / draws))
  }
})

test('a step ends its episode and shows the context again', () => {
  const env = new Bandit2D()
  const context = env.reset(6)
  expect(env.step(0)).toMatchObject({ observation: context, terminated: true, truncated: false })
})

test('without noise the reward is the expected one', () => {
  const env = new Bandit2D({ noise: 0 })
  const context = env.reset(4)
  expect(env.step(3).reward).toBe(env.expectedRewards(context)[3])
})

test('contexts are uniform on the square', () => {
  const env = new Bandit2D()
  const counts = new Array<number>(16).fill(0)
  env.reset(5)
  for (let i = 0; i < 16_000; i++) {
    const [x, y] = env.reset()
    counts[4 * Math.floor(2 * (x + 1)) + Math.floor(2 * (y + 1))]++
  }
  const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
  expect(chiSquare).toBeLessThan(37.7) // P(χ²₁₅ > 37.7) < 0.001
})

test('with features, a context is seen as bells around an even grid', () => {
  const env = new Bandit2D({ features: 3 })
  const observation = env.reset(7)
  const [x, y] = env.getState().physics
  const bells = [-1, 0, 1].flatMap((i) => [-1, 0, 1].map((j) => Math.exp(-((x - i) ** 2 + (y - j) ** 2) / 2)))
  expect(observation).toEqual(Float32Array.from(bells))
  expect(env.step(0).observation).toEqual(Float32Array.from(bells))
  expect(env.observationSpace.shape).toEqual([9])
})

test('regret shows a policy the features of the same contexts, in the same order', () => {
  /** Takes action 0 with the probability that is given for each row, else action 1. */
  const taking = (rows: number, probability: (row: number) => number) =>
    Float64Array.from({ length: rows * 5 }, (_, i) => {
      const p = probability(Math.floor(i / 5))
      return [p, 1 - p, 0, 0, 0][i % 5]
    })
  const byContext = (x: Float32Array) =>
    taking(x.length / 2, (row) => Math.exp(-((x[2 * row] + 1) ** 2 + (x[2 * row + 1] - 1) ** 2) / 8))
  const byFeatures = (features: Float32Array) => taking(features.length / 4, (row) => features[4 * row + 1])
  const expected = new Bandit2D().regret(byContext)
  expect(new Bandit2D({ features: 2 }).regret(byFeatures)).toBeCloseTo(expected, 6)
})

test.each([
  [
    () => new Float64Array(5),
    'regret needs 8405 probabilities (1681 contexts × 5 actions) from the policy, got 5',
  ],
  [() => new Float64Array(8405), 'in row 0, got 5 numbers with sum 0 and least 0'],
  [() => new Float64Array(8405).fill(Number.NaN), 'in row 0, got 5 numbers with sum NaN'],
])('regret refuses what is not a distribution (%#)', (policy, message) => {
  expect(() => new Bandit2D().regret(policy)).toThrow(message)
})

test.each<[object, string]>([
  [{ actions: 1 }, 'Bandit2D-v0: option actions must be an integer from 2 to 16, got 1'],
  [{ actions: 2.5 }, 'Bandit2D-v0: option actions must be an integer from 2 to 16, got 2.5'],
  [{ noise: -1 }, 'Bandit2D-v0: option noise must be a number ≥ 0, got -1'],
  [{ features: 1 }, 'Bandit2D-v0: option features must be an integer from 2 to 32, got 1'],
  [{ nois: 1 }, 'Bandit2D-v0: unknown option nois; did you mean noise? Options: actions, noise, features'],
])('the options %j are refused', (options, message) => {
  expect(() => new Bandit2D(options)).toThrow(message)
})

test.each([5, -1, 0.5])('refuses the action %s', (action) => {
  const env = new Bandit2D()
  env.reset()
  expect(() => env.step(action)).toThrow(
    `Bandit2D-v0: action ${action} is not valid; use an integer from 0 to 4`,
  )
})
