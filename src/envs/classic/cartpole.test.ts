import { expect, test } from 'vitest'
import { CartPole } from './cartpole.ts'
import { testAgainstGymnasium } from './testing/gymnasium.ts'

testAgainstGymnasium('cartpole', () => new CartPole())

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
