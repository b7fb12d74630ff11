import { expect, test } from 'vitest'
import { exact } from '../index.ts'
import { CliffWalk } from './cliff-walk.ts'

test('the optimal values are the lengths of the ways that avoid the cliff', () => {
  const { mdp } = new CliffWalk()
  const { values } = exact.optimum(mdp, 1)
  expect(values[36]).toBeCloseTo(-13, 10)
  for (let cell = 0; cell < 36; cell++)
    expect(values[cell]).toBeCloseTo(-(3 - Math.floor(cell / 12)) - (11 - (cell % 12)), 10)
})

test('the safe way along the upper edge is worth −17', () => {
  const env = new CliffWalk()
  env.reset(0)
  const way = [0, 0, 0, ...new Array<number>(11).fill(1), 2, 2, 2]
  const steps = way.map((action) => env.step(action))
  expect(steps.reduce((sum, { reward }) => sum + reward, 0)).toBe(-17)
  expect(steps.map(({ terminated }) => terminated).indexOf(true)).toBe(16)
})

test('a fall costs 100 and leads back to the start; the walls hold', () => {
  const env = new CliffWalk()
  const start = env.reset(0)
  expect(env.step(1)).toMatchObject({ observation: start, reward: -100, terminated: false })
  expect(env.step(3)).toMatchObject({ observation: start, reward: -1, terminated: false })
  expect(env.step(2)).toMatchObject({ observation: start, reward: -1, terminated: false })
})
