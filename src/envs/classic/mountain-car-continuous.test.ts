import { expect, test } from 'vitest'
import { MountainCarContinuous } from './mountain-car-continuous.ts'
import { testAgainstGymnasium } from './testing/gymnasium.ts'

// The rollout is of numpy 2, whose arithmetic is float32 throughout.
testAgainstGymnasium('mountain-car-continuous', () => new MountainCarContinuous(), 2e-5)

test('the force is clipped, its price is not', () => {
  const after = (force: number) => {
    const env = new MountainCarContinuous()
    env.setState({ physics: [-0.5, 0] })
    const { reward } = env.step([force])
    return { reward, physics: env.getState().physics }
  }
  expect(after(3).physics).toEqual(after(1).physics)
  expect(after(-3).physics).toEqual(after(-1).physics)
  expect(after(3).reward).toBeCloseTo(-0.9, 12)
  expect(after(0).reward).toBeCloseTo(0, 12)
})

test('arriving pays 100 less the last force, also at the time limit', () => {
  const env = new MountainCarContinuous()
  env.setState({ physics: [0.44, 0.05], elapsed: 998 })
  const step = env.step([0.5])
  expect(step).toMatchObject({ terminated: true, truncated: true })
  expect(step.reward).toBeCloseTo(99.975, 12)
})

test('the physics is float32 after a step', () => {
  const env = new MountainCarContinuous()
  env.reset(0)
  env.step([0.3])
  const { physics } = env.getState()
  expect(physics).toEqual(physics.map(Math.fround))
})

test.each([
  [0.5, '0.5'],
  [[], '[]'],
  [[1, 2], '[1, 2]'],
  [[Number.NaN], '[NaN]'],
])('refuses the action %j', (action, shown) => {
  const env = new MountainCarContinuous()
  env.reset(0)
  const before = env.getState()
  expect(() => env.step(action)).toThrow(
    `MountainCarContinuous-v0: action ${shown} is not valid; use an array of one finite number, the force`,
  )
  expect(env.getState()).toEqual(before)
})
