import { expect, test } from 'vitest'
import { Pcg64 } from '../../random/index.ts'
import { Acrobot } from './acrobot.ts'
import { testAgainstGymnasium } from './testing/gymnasium.ts'

testAgainstGymnasium('acrobot', () => new Acrobot())

/** Kinetic plus potential energy in J, from the textbook Lagrangian of two links with moments about their centres. */
function energy([theta1, theta2, theta1Dot, theta2Dot]: number[]): number {
  const both = theta1Dot + theta2Dot
  const kinetic1 = 0.5 * (0.25 + 1) * theta1Dot ** 2
  const speed2 = theta1Dot ** 2 + 0.25 * both ** 2 + theta1Dot * both * Math.cos(theta2)
  const kinetic2 = 0.5 * speed2 + 0.5 * both ** 2
  const potential = -9.8 * (1.5 * Math.cos(theta1) + 0.5 * Math.cos(theta1 + theta2))
  return kinetic1 + kinetic2 + potential
}

test('keeps its energy without torque, but for the error of a step of 0.2 s', () => {
  const env = new Acrobot()
  env.setState({ physics: [0.3, -0.2, 0.1, 0.2] })
  const before = energy(env.getState().physics)
  for (let t = 0; t < 20; t++) env.step(1)
  expect(Math.abs(energy(env.getState().physics) - before)).toBeLessThan(0.01)
  for (let t = 0; t < 20; t++) env.step(2)
  expect(Math.abs(energy(env.getState().physics) - before)).toBeGreaterThan(0.05)
})

test('hanging at rest is an equilibrium', () => {
  const env = new Acrobot()
  env.setState({ physics: [0, 0, 0, 0] })
  const { observation, reward } = env.step(1)
  expect(reward).toBe(-1)
  for (const [i, value] of [1, 0, 1, 0, 0, 0].entries()) expect(observation[i]).toBeCloseTo(value, 12)
})

test('terminates, with a reward of 0, wherever the free end is more than 1 m above the joint', () => {
  const random = Pcg64.fromSeed(1)
  const env = new Acrobot()
  const counts = [0, 0]
  for (let i = 0; i < 500; i++) {
    env.setState({ physics: Array.from({ length: 4 }, () => random.uniform(-3, 3)) })
    const { reward, terminated } = env.step(1)
    const [theta1, theta2] = env.getState().physics
    const height = Math.sin(theta1 - Math.PI / 2) + Math.sin(theta1 + theta2 - Math.PI / 2)
    expect(terminated).toBe(height > 1)
    expect(reward).toBe(terminated ? 0 : -1)
    counts[terminated ? 1 : 0]++
  }
  expect(Math.min(...counts)).toBeGreaterThan(50)
})

test('angles stay within [−π, π] and velocities within their limits', () => {
  const env = new Acrobot()
  env.setState({ physics: [3.1, -3.1, 12.5, -28.2] })
  env.step(0)
  const [theta1, theta2, theta1Dot, theta2Dot] = env.getState().physics
  for (const theta of [theta1, theta2]) expect(Math.abs(theta)).toBeLessThanOrEqual(Math.PI)
  expect(Math.abs(theta1Dot)).toBeLessThanOrEqual(4 * Math.PI)
  expect(Math.abs(theta2Dot)).toBeLessThanOrEqual(9 * Math.PI)
})

test.each([3, -1, 0.5])('refuses the action %s', (action) => {
  const env = new Acrobot()
  env.reset(0)
  expect(() => env.step(action)).toThrow(
    `Acrobot-v1: action ${action} is not valid; use 0, 1 or 2 (torque of −1, 0 or +1 N·m)`,
  )
})
