import { expect, test } from 'vitest'
import { MountainCar } from './mountain-car.ts'
import { testAgainstGymnasium } from './testing/gymnasium.ts'

testAgainstGymnasium('mountain-car', () => new MountainCar())

test('coasting from the valley floor goes nowhere', () => {
  const env = new MountainCar()
  env.setState({ physics: [-Math.PI / 6, 0] })
  for (let t = 0; t < 100; t++) env.step(1)
  expect(env.getState().physics[0]).toBeCloseTo(-Math.PI / 6, 12)
})

test('the wall takes all speed', () => {
  const env = new MountainCar()
  env.setState({ physics: [-1.19, -0.05] })
  env.step(0)
  expect(env.getState().physics).toEqual([-1.2, 0])
})

test('an arrival at the time limit is both terminated and truncated', () => {
  const env = new MountainCar()
  env.setState({ physics: [0.49, 0.05], elapsed: 199 })
  expect(env.step(2)).toMatchObject({ reward: -1, terminated: true, truncated: true })
})

test('terminates at 0.5, not before, and not on the way back', () => {
  for (const [position, velocity, terminated] of [
    [0.47, 0.029, false],
    [0.47, 0.031, true],
    [0.58, -0.03, false],
  ] as const) {
    const env = new MountainCar()
    env.setState({ physics: [position, velocity] })
    expect(env.step(1)).toMatchObject({ reward: -1, terminated, truncated: false })
  }
})

test.each([3, -1, 0.5])('refuses the action %s', (action) => {
  const env = new MountainCar()
  env.reset(0)
  expect(() => env.step(action)).toThrow(
    `MountainCar-v0: action ${action} is not valid; use 0 (left), 1 (coast) or 2 (right)`,
  )
})
