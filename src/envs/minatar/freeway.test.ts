import { expect, test } from 'vitest'
import { Freeway } from './freeway.ts'
import { DOWN, NOTHING, UP } from './game.ts'
import { marked, play, times } from './testing/play.ts'
import { ScriptedDraws } from './testing/scripted-draws.ts'

/** A game with the chicken free to move, and all cars slow and away from it but for those given by their row. */
function withCars(cars: Record<number, object>, numbers = {}): Freeway {
  const game = Object.assign(new Freeway(), { chickenCountdown: 0 }, numbers)
  for (const car of game.cars) Object.assign(car, { column: 0, direction: -1, speed: 5, countdown: 5 })
  for (const [row, car] of Object.entries(cars)) Object.assign(game.cars[Number(row) - 1], car)
  return game
}

test('the chicken moves on step 4 for the first time, then at most every third step', () => {
  const game = withCars({}, { chickenCountdown: 3 })
  const rows = times(8, UP).map((action) => {
    play('Freeway', game, [action])
    return game.chickenRow
  })
  expect(rows).toEqual([9, 9, 9, 8, 8, 8, 7, 7])
})

test('a step down from the bottom row makes it wait as well, nothing does not', () => {
  const game = withCars({})
  play('Freeway', game, [DOWN, UP])
  expect(game).toMatchObject({ chickenRow: 9, chickenCountdown: 1 })
  const idle = withCars({}, { chickenRow: 5 })
  play('Freeway', idle, [NOTHING, DOWN])
  expect(idle.chickenRow).toBe(6)
})

test('a crossing is worth 1 and changes speeds and directions, not columns or the chicken’s wait', () => {
  const game = withCars({ 3: { column: 7 } }, { chickenRow: 1 })
  const draws = new ScriptedDraws([0, 1, 2, 3, 4, 0, 1, 2, 0, 1, 0, 1, 0, 1, 0, 1])
  expect(game.step(UP, draws)).toBe(1)
  expect(draws.spans).toEqual([...times(8, 5), ...times(8, 2)])
  expect(game).toMatchObject({ chickenRow: 9, chickenCountdown: 2 })
  expect(game.cars.map(({ speed }) => speed)).toEqual([1, 2, 3, 4, 5, 1, 2, 3])
  expect(game.cars.map(({ countdown }) => countdown)).toEqual([0, 1, 2, 3, 4, 0, 1, 2]) // already one turn
  expect(game.cars.map(({ direction }) => direction)).toEqual([-1, 1, -1, 1, -1, 1, -1, 1])
  expect(game.cars.map(({ column }) => column)).toEqual([0, 0, 7, 0, 0, 0, 0, 0])
})

test('a car with speed number s moves every s + 1 steps, around the edges', () => {
  for (const speed of [1, 2, 3, 4, 5]) {
    const game = withCars({ 4: { column: 1, direction: -1, speed, countdown: speed } })
    const columns = times(3 * (speed + 1), NOTHING).map((action) => {
      play('Freeway', game, [action])
      return game.cars[3].column
    })
    expect(columns).toEqual([...times(speed, 1), ...times(speed + 1, 0), ...times(speed + 1, 9), 8])
  }
})

test.each([
  ['standing in the cell', { column: 4 }, UP, 9],
  ['leaving it on this step', { column: 4, direction: 1, countdown: 0 }, UP, 9],
  ['coming into it on this step', { column: 3, direction: 1, countdown: 0 }, UP, 9],
  ['next to it', { column: 3, direction: 1, countdown: 1 }, UP, 6],
])('a car %s sends the chicken back', (_, car, action, row) => {
  const game = withCars({ 6: car }, { chickenRow: 7 })
  const { rewards } = play('Freeway', game, [action])
  expect(game).toMatchObject({ chickenRow: row, chickenCountdown: 2 })
  expect(rewards).toEqual([0])
})

test('a chicken that leaves a row as the car comes is not hit', () => {
  const game = withCars({ 6: { column: 3, direction: 1, countdown: 0 } }, { chickenRow: 6 })
  play('Freeway', game, [UP])
  expect(game.chickenRow).toBe(5)
})

test('shows each car with the cell behind it in the channel of its speed number', () => {
  const game = withCars({
    1: { column: 0, direction: 1, speed: 1 },
    2: { column: 9, direction: -1, speed: 2 },
  })
  const { observation } = play('Freeway', game, [NOTHING])
  expect(marked(observation, 0)).toEqual([[9, 4]])
  expect(marked(observation, 1).slice(0, 2)).toEqual([
    [1, 0],
    [2, 9],
  ])
  expect(marked(observation, 2)).toEqual([[1, 9]])
  expect(marked(observation, 3)).toEqual([[2, 0]])
  expect(marked(observation, 6)).toEqual([3, 4, 5, 6, 7, 8].map((row) => [row, 1]))
})

test('ends after 2501 steps; a crossing on the last one counts', () => {
  const game = withCars({})
  expect(play('Freeway', game, times(2500, NOTHING)).terminated).toBe(false)
  Object.assign(game, { chickenRow: 1 })
  expect(play('Freeway', game, [UP])).toMatchObject({ rewards: [1], terminated: true })
})
