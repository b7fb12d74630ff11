import { describe, expect, test } from 'vitest'
import { Pcg64 } from '../../random/index.ts'
import { exact } from '../index.ts'
import { Chain } from './chain.ts'
import { TabularEnvironment } from './environment.ts'
import { environments, paper, randomLogits } from './testing/examples.ts'

/** The discounted return of an episode under a policy [S × A]. */
function episodeReturn(env: TabularEnvironment, policy: Float64Array, gamma: number, random: Pcg64): number {
  const { actions } = env.mdp
  let state = env.reset().indexOf(1)
  let total = 0
  for (let weight = 1; ; weight *= gamma) {
    let left = random.random()
    let action = 0
    while (action < actions - 1 && left >= policy[state * actions + action])
      left -= policy[state * actions + action++]
    const { observation, reward, terminated, truncated } = env.step(action)
    total += weight * reward
    if (terminated || truncated) return total
    state = observation.indexOf(1)
  }
}

describe.each(environments)('%s', (_, create) => {
  test('sampled returns scatter around the exact one', () => {
    const env = create()
    const policy = exact.softmax(randomLogits(env.mdp, 1), env.mdp.actions)
    const gamma = 0.85 // a time limit of 100 steps or more costs less than 10⁻⁵
    const random = Pcg64.fromSeed(1)
    env.reset(1)
    const returns = Array.from({ length: 600 }, () => episodeReturn(env, policy, gamma, random))
    const mean = returns.reduce((sum, one) => sum + one, 0) / returns.length
    const variance = returns.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (returns.length - 1)
    const error = Math.abs(mean - exact.expectedReturn(env.mdp, policy, gamma))
    expect(error).toBeLessThan(4 * Math.sqrt(variance / returns.length) + 1e-4)
  })

  test('the optimal policy has no regret, and another what it loses', () => {
    const env = create()
    const { actions } = env.mdp
    const best = exact.optimum(env.mdp, 0.9)
    expect(env.regret(() => best.policy, 0.9)).toBeCloseTo(0, 9)
    const policy = exact.softmax(randomLogits(env.mdp, 1), actions)
    const byState = (observations: Float32Array) =>
      Float64Array.from({ length: (observations.length / env.mdp.states) * actions }, (_, i) => {
        const row = observations.subarray(Math.floor(i / actions) * env.mdp.states)
        return policy[row.indexOf(1) * actions + (i % actions)]
      })
    const lost = best.values.reduce((sum, value, state) => sum + env.mdp.startDistribution[state] * value, 0)
    const regret = env.regret(byState, 0.9)
    expect(regret).toBeCloseTo(lost - exact.expectedReturn(env.mdp, policy, 0.9), 9)
    expect(regret).toBeGreaterThan(1e-3)
  })

  test('transitions come as often as the tables say, with their rewards on average', () => {
    const env = create()
    const { states, actions, transitionProbabilities, expectedRewards } = env.mdp
    const draws = Math.ceil(200_000 / (states * actions))
    env.reset(2)
    for (let pair = 0; pair < states * actions; pair++) {
      const counts = new Float64Array(states)
      let rewards = 0
      let squares = 0
      for (let i = 0; i < draws; i++) {
        env.setState({ physics: [Math.floor(pair / actions)] })
        const { observation, reward } = env.step(pair % actions)
        counts[observation.indexOf(1)]++
        rewards += reward / draws
        squares += reward ** 2 / draws
      }
      counts.forEach((count, next) => {
        const probability = transitionProbabilities[pair * states + next]
        const deviation = Math.sqrt((probability * (1 - probability)) / draws)
        expect(Math.abs(count / draws - probability)).toBeLessThanOrEqual(4.5 * deviation + 1e-12)
      })
      const deviation = Math.sqrt(Math.max(squares - rewards ** 2, 0) / draws)
      expect(Math.abs(rewards - expectedRewards[pair])).toBeLessThanOrEqual(4.5 * deviation + 1e-3)
    }
  })

  test('starts as often in each state as the start distribution says', () => {
    const env = create()
    const draws = 20_000
    const counts = new Float64Array(env.mdp.states)
    env.reset(3)
    for (let i = 0; i < draws; i++) counts[env.reset().indexOf(1)]++
    counts.forEach((count, state) => {
      const probability = env.mdp.startDistribution[state]
      const deviation = Math.sqrt((probability * (1 - probability)) / draws)
      expect(Math.abs(count / draws - probability)).toBeLessThanOrEqual(4.5 * deviation)
    })
  })
})

test('shows the state as a one-hot, ends where a transition does and at the time limit', () => {
  const env = new TabularEnvironment('Paper', paper, { maxSteps: 3 })
  expect([...env.reset(0)]).toEqual([1, 0])
  expect(env.step(0)).toEqual({
    observation: Float32Array.of(0, 1),
    reward: 1,
    terminated: false,
    truncated: false,
  })
  expect(env.step(0)).toMatchObject({ reward: 0, terminated: false, truncated: false })
  expect(env.step(0)).toMatchObject({ reward: 1, terminated: false, truncated: true })
  env.reset()
  expect(env.step(1)).toMatchObject({ reward: 3, terminated: true, truncated: false })
})

test('refuses actions and states that are not there', () => {
  const env = new TabularEnvironment('Paper', paper)
  env.reset()
  for (const action of [2, -1, 0.5]) {
    expect(() => env.step(action)).toThrow(`Paper: action ${action} is not valid; use an integer from 0 to 1`)
  }
  for (const state of [2, -1, 0.5]) {
    expect(() => env.setState({ physics: [state] })).toThrow(
      `Paper: state.physics must be [a state from 0 to 1], got [${state}]`,
    )
  }
})

test('regret makes up for the rounding of float32, not for what is not a distribution', () => {
  const rounded = Float64Array.of(0, 1.000001, 0, 1.000001, 0, 1.000001, 0, 1.000001, 0, 1.000001)
  expect(new Chain().regret(() => rounded, 0.99)).toBeCloseTo(0, 9)
  expect(() => new Chain().regret(() => rounded.fill(1), 0.99)).toThrow('policy must give a distribution')
})

test('regret is left out where it has no meaning or takes too long', () => {
  const uniform = (states: number) => () => new Float64Array(2 * states).fill(0.5)
  expect(new Chain().regret(uniform(5), 1)).toBeUndefined()
  expect(new Chain({ states: 201 }).regret(uniform(201), 0.9)).toBeUndefined()
  expect(new Chain({ states: 200 }).regret(uniform(200), 0.9)).toBeGreaterThan(0)
})
