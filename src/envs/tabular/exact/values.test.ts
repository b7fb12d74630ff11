import { expect, test } from 'vitest'
import { environments, paper, randomLogits } from '../testing/examples.ts'
import { actionValues, advantages, expectedReturn, softmax, values } from './index.ts'

const uniform = [0.5, 0.5, 0.5, 0.5]
const near = (numbers: number[]) => numbers.map((number) => expect.closeTo(number, 12))

test('on paper, discounted by ½', () => {
  expect([...values(paper, uniform, 0.5)]).toEqual(near([32 / 13, 24 / 13]))
  expect([...actionValues(paper, uniform, 0.5)]).toEqual(near([25 / 13, 3, 16 / 13, 32 / 13]))
  expect([...advantages(paper, uniform, 0.5)]).toEqual(near([-7 / 13, 7 / 13, -8 / 13, 8 / 13]))
  expect(expectedReturn(paper, uniform, 0.5)).toBeCloseTo(32 / 13, 12)
})

test('on paper, undiscounted and without a future', () => {
  expect([...values(paper, uniform, 1)]).toEqual(near([4, 4]))
  expect([...values(paper, uniform, 0)]).toEqual(near([2, 1]))
})

test.each(environments)('%s: the values are those of a long iteration', (_, create) => {
  const { mdp } = create()
  const policy = softmax(randomLogits(mdp, 2), mdp.actions)
  let iterated = new Float64Array(mdp.states)
  for (let i = 0; i < 300; i++) {
    iterated = iterated.map((_, state) => {
      let value = 0
      for (let action = 0; action < mdp.actions; action++) {
        for (const { probability, next, reward, terminated } of mdp.after(state, action)) {
          const future = terminated ? 0 : 0.9 * iterated[next]
          value += policy[state * mdp.actions + action] * probability * (reward + future)
        }
      }
      return value
    })
  }
  const exact = values(mdp, policy, 0.9)
  exact.forEach((value, state) => {
    expect(Math.abs(value - iterated[state])).toBeLessThan(1e-9)
  })
})

test('undiscounted, a policy that goes on for ever has no values', () => {
  const never = [1, 0, 1, 0]
  expect(() => values(paper, never, 1)).toThrow(
    'gamma is 1, but the policy never ends from state 0; use a gamma below 1',
  )
  expect(values(paper, never, 0.5)[0]).toBeCloseTo(4 / 3, 12)
  expect([...values(paper, [1, 0, 0, 1], 1)]).toEqual(near([5, 4])) // ends from state 1 alone
})

test.each<[number[], number, string]>([
  [uniform, 1.1, 'gamma must be a number from 0 to 1, got 1.1'],
  [[1, 0], 0.5, 'policy must have 4 probabilities (2 states × 2 actions), got 2'],
  [
    [1, 0, 0.5, 0.4],
    0.5,
    'policy must give a distribution in every state, got probabilities with sum 0.9 and least 0 in state 1',
  ],
])('refuses what has no values (%#)', (policy, gamma, message) => {
  expect(() => values(paper, policy, gamma)).toThrow(message)
})
