import { expect, test } from 'vitest'
import { exact } from '../index.ts'
import { Chain } from './chain.ts'

/** The probability of action 1, the same in every state, as a policy. */
const going = (states: number, on: number) =>
  Float64Array.from({ length: 2 * states }, (_, pair) => (pair % 2 === 1 ? on : 1 - on))

test('the long-run rewards in the documentation hold', () => {
  const { mdp } = new Chain()
  const gamma = 1 - 1e-7
  const perStep = (on: number) => (1 - gamma) * exact.expectedReturn(mdp, going(5, on), gamma)
  expect(perStep(1)).toBeCloseTo(3.6768, 5)
  expect(perStep(0)).toBeCloseTo(1.6032, 5)
  expect((1 - gamma) * exact.optimum(mdp, gamma).values[0]).toBeCloseTo(3.6768, 5)
})

test('without slips the values are geometric series', () => {
  const { mdp } = new Chain({ states: 3, slip: 0 })
  const on = exact.values(mdp, going(3, 1), 0.5)
  expect([...on]).toEqual([5, 10, 20].map((value) => expect.closeTo(value, 12)))
  expect(exact.values(mdp, going(3, 0), 0.5)[2]).toBeCloseTo(4, 12)
})

test.each<[object, string]>([
  [{ states: 1 }, 'Chain-v0: option states must be an integer from 2 to 1000, got 1'],
  [{ slip: 1.5 }, 'Chain-v0: option slip must be a probability from 0 to 1, got 1.5'],
  [{ length: 5 }, 'Chain-v0: unknown option length'],
])('the options %j are refused', (options, message) => {
  expect(() => new Chain(options)).toThrow(message)
})
