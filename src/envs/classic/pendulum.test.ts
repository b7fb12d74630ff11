import { expect, test } from 'vitest'
import { Pendulum } from './pendulum.ts'
import { testAgainstGymnasium } from './testing/gymnasium.ts'

testAgainstGymnasium('pendulum', () => new Pendulum())

test.each([
  ['upright and at rest', [0, 0], 0, 0],
  ['a whole turn on', [2 * Math.PI, 0], 0, 0],
  ['hanging', [Math.PI, 0], 0, -(Math.PI ** 2)],
  ['hanging, the other way round', [-Math.PI, 0], 0, -(Math.PI ** 2)],
  ['turning', [0, 3], 0, -0.9],
  ['under torque, which is clipped', [0, 0], 5, -0.004],
])('the reward %s is known', (_, physics, torque, reward) => {
  const env = new Pendulum()
  env.setState({ physics })
  expect(env.step([torque]).reward).toBeCloseTo(reward, 12)
})

test('the torque is clipped to 2 N·m and the speed to 8 rad/s', () => {
  const env = new Pendulum()
  env.setState({ physics: [0, 0] })
  env.step([7])
  expect(env.getState().physics[1]).toBeCloseTo(3 * 2 * 0.05, 12)
  env.setState({ physics: [Math.PI / 2, 7.9] })
  env.step([0])
  expect(env.getState().physics[1]).toBe(8)
})

test.each([
  [0.5, '0.5'],
  [[], '[]'],
  [[Infinity], '[Infinity]'],
])('refuses the action %j', (action, shown) => {
  const env = new Pendulum()
  env.reset(0)
  expect(() => env.step(action)).toThrow(
    `Pendulum-v1: action ${shown} is not valid; use an array of one finite number, the torque in N·m`,
  )
})
