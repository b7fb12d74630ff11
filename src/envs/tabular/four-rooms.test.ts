import { expect, test } from 'vitest'
import { exact } from '../index.ts'
import { FourRooms } from './four-rooms.ts'

const neighbours = ({ mdp }: FourRooms, state: number) =>
  new Set(
    [0, 1, 2, 3]
      .flatMap((action) => mdp.after(state, action).map(({ next }) => next))
      .filter((next) => next !== state),
  )

test('104 cells: rooms of 5 × 5, 6 × 5, 5 × 5 and 4 × 5, and four hallways', () => {
  const env = new FourRooms({ slip: 0 })
  expect(env.mdp.states).toBe(5 * 5 + 6 * 5 + 5 * 5 + 4 * 5 + 4)
  const corridors = Array.from({ length: 103 }, (_, state) => neighbours(env, state)).filter(
    ({ size }) => size === 2,
  )
  expect(corridors).toHaveLength(16 - 1 + 4) // corners of the rooms but for the goal, and the hallways
})

test('without slips the optimal value is γ to the length of the way less one', () => {
  const { mdp } = new FourRooms({ slip: 0 })
  const { values } = exact.optimum(mdp, 0.9)
  expect(values[0]).toBeCloseTo(0.9 ** 19, 12) // (1,1) to (11,11) by two hallways, no detour
  expect(values[102]).toBeCloseTo(1, 12)
  expect(values[103]).toBe(0)
})

test('a slip goes each of the other ways as often', () => {
  const { mdp } = new FourRooms()
  const inside = 11 // row 3, second column of the first room
  const probabilities = mdp.after(inside, 0).map(({ probability }) => probability)
  expect(probabilities).toEqual([2 / 3, 1 / 9, 1 / 9, 1 / 9].map((value) => expect.closeTo(value, 12)))
})

test('undiscounted, every policy that gets there is worth 1', () => {
  const { mdp } = new FourRooms()
  const { values } = exact.optimum(mdp, 1)
  for (let state = 0; state < 103; state++) expect(values[state]).toBeCloseTo(1, 9)
})

test('the option slip is checked', () => {
  expect(() => new FourRooms({ slip: -0.1 })).toThrow(
    'FourRooms-v0: option slip must be a probability from 0 to 1, got -0.1',
  )
})
