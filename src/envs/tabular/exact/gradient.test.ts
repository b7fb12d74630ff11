import { expect, test } from 'vitest'
import { differences, distance, environments, paper, randomLogits } from '../testing/examples.ts'
import { expectedReturn, occupancy, policyGradient, softmax } from './index.ts'

test('on paper', () => {
  expect(distance(occupancy(paper, [0.5, 0.5, 0.5, 0.5], 0.5), [14 / 13, 4 / 13])).toBeLessThan(1e-12)
  const gradient = policyGradient(paper, [0, 0, 0, 0], 0.5)
  expect(distance(gradient, [-49 / 169, 49 / 169, -16 / 169, 16 / 169])).toBeLessThan(1e-12)
})

test.each(environments)(
  '%s: the gradient is that of the exact return, by finite differences',
  (_, create) => {
    const { mdp } = create()
    const logits = randomLogits(mdp, 3).slice(0, mdp.states * mdp.actions)
    const gradient = policyGradient(mdp, logits, 0.8)
    const largest = Math.max(...gradient.map(Math.abs))
    const some = mdp.states > 30 ? 12 : logits.length // a linear solve for each
    const start = Math.floor((logits.length - some) / 2)
    const numeric = differences(
      (part) => {
        const moved = logits.slice()
        moved.set(part, start)
        return expectedReturn(mdp, softmax(moved, mdp.actions), 0.8)
      },
      logits.slice(start, start + some),
    )
    expect(distance(gradient.slice(start, start + some), numeric)).toBeLessThan(1e-7 * (1 + largest))
  },
)

test.each(environments)('%s: occupancy turns rewards into the return', (_, create) => {
  const { mdp } = create()
  const policy = softmax(randomLogits(mdp, 4), mdp.actions)
  const visits = occupancy(mdp, policy, 0.9)
  const total = mdp.expectedRewards.reduce(
    (sum, reward, pair) => sum + visits[Math.floor(pair / mdp.actions)] * policy[pair] * reward,
    0,
  )
  expect(total).toBeCloseTo(expectedReturn(mdp, policy, 0.9), 9)
})

test('where nothing terminates, occupancy sums to 1/(1 − γ)', () => {
  const { mdp } = environments[1][1]()
  const policy = softmax(randomLogits(mdp, 5), 2)
  expect(occupancy(mdp, policy, 0.95).reduce((sum, visits) => sum + visits)).toBeCloseTo(20, 9)
})

test('logits of the wrong number are refused', () => {
  expect(() => policyGradient(paper, [0, 0, 0], 0.5)).toThrow(
    'logits must be 4 finite logits (2 states × 2 actions), got 3 numbers',
  )
})
