import { expect, test } from 'vitest'
import { Asterix } from './asterix.ts'
import { DOWN, FIRE, LEFT, NOTHING, RIGHT, UP } from './game.ts'
import { marked, play, times } from './testing/play.ts'
import { ScriptedDraws } from './testing/scripted-draws.ts'

const ENEMY = 1
const GOLD = 2

/** A game with things in lanes, given by their row. */
function withThings(
  things: Record<number, [holds: number, column: number, direction: number]>,
  numbers = {},
) {
  const game = Object.assign(new Asterix(true), numbers)
  for (const [row, [holds, column, direction]] of Object.entries(things)) {
    Object.assign(game.lanes[Number(row) - 1], { holds, column, direction })
  }
  return game
}

function rows(game: Asterix): number[] {
  return game.lanes.flatMap(({ holds }, i) => (holds === 0 ? [] : [i + 1]))
}

test('the first thing appears on step 11, and it moves for the first time on step 6 of the count', () => {
  const game = new Asterix(true)
  play('Asterix', game, times(10, NOTHING))
  expect(rows(game)).toEqual([])
  play('Asterix', game, [NOTHING])
  expect(rows(game)).toHaveLength(1)
  const [row] = rows(game)
  expect([1, 8]).toContain(game.lanes[row - 1].column) // things move on step 11 as well
})

test('the draws of a spawn: edge, kind, one of the empty lanes', () => {
  const spawn = (...script: number[]) => {
    const game = withThings({ 1: [ENEMY, 4, 1], 3: [GOLD, 4, 1] }, { spawnCountdown: 0 })
    const draws = new ScriptedDraws(script)
    game.step(NOTHING, draws)
    expect(draws.spans).toEqual([2, 3, 6])
    return game
  }
  expect(spawn(0, 0, 0).lanes[1]).toEqual({ holds: GOLD, column: 0, direction: 1 })
  expect(spawn(1, 1, 1).lanes[3]).toEqual({ holds: ENEMY, column: 9, direction: -1 })
  expect(spawn(1, 2, 5).lanes[7]).toEqual({ holds: ENEMY, column: 9, direction: -1 })
})

test('with all lanes taken nothing appears, and the countdown begins again', () => {
  const lanes = Object.fromEntries(
    times(8, 0).map((_, i) => [i + 1, [GOLD, 3, 1] as [number, number, number]]),
  )
  const game = withThings(lanes, { spawnCountdown: 0 })
  const before = structuredClone(game.lanes)
  const draws = new ScriptedDraws()
  game.step(NOTHING, draws)
  expect(draws.spans).toEqual([2, 3])
  expect(game.lanes).toEqual(before)
  expect(game.spawnCountdown).toBe(9)
})

test.each([
  [LEFT, 5, 0, 5, 0],
  [RIGHT, 5, 9, 5, 9],
  [UP, 1, 5, 1, 5],
  [DOWN, 8, 5, 8, 5],
  [UP, 4, 5, 3, 5],
  [DOWN, 4, 5, 5, 5],
  [LEFT, 4, 5, 4, 4],
  [RIGHT, 4, 5, 4, 6],
  [FIRE, 4, 5, 4, 5],
])('action %i takes the player from (%i, %i) to (%i, %i)', (action, row, column, rowAfter, columnAfter) => {
  const game = withThings({}, { playerRow: row, playerColumn: column })
  const { observation } = play('Asterix', game, [action])
  expect(marked(observation, 0)).toEqual([[rowAfter, columnAfter]])
})

test('gold is worth 1, an enemy ends the episode, both by the player walking into them', () => {
  const gold = withThings({ 5: [GOLD, 6, 1] })
  expect(play('Asterix', gold, [RIGHT])).toMatchObject({ rewards: [1], terminated: false })
  expect(rows(gold)).toEqual([])
  const enemy = withThings({ 5: [ENEMY, 6, 1] })
  expect(play('Asterix', enemy, [RIGHT])).toMatchObject({ rewards: [0], terminated: true })
  expect(rows(enemy)).toEqual([5])
})

test('things walk into the player too, but not into one that has just left the lane', () => {
  const due = { moveCountdown: 0 }
  expect(play('Asterix', withThings({ 5: [GOLD, 4, 1] }, due), [NOTHING]).rewards).toEqual([1])
  expect(play('Asterix', withThings({ 5: [ENEMY, 6, -1] }, due), [NOTHING]).terminated).toBe(true)
  expect(play('Asterix', withThings({ 5: [ENEMY, 6, -1] }, due), [UP]).terminated).toBe(false)
})

test('a player and an enemy cannot swap places; the last step goes on to its end', () => {
  const game = withThings({ 5: [ENEMY, 6, -1], 2: [GOLD, 9, 1] }, { moveCountdown: 0 })
  expect(play('Asterix', game, [RIGHT]).terminated).toBe(true)
  expect(game.lanes[4].column).toBe(5)
  expect(rows(game)).toEqual([5]) // the gold left the board
})

test('the cell behind a thing is shown unless it is off the board', () => {
  const game = withThings({ 1: [ENEMY, 0, 1], 2: [GOLD, 9, -1], 3: [ENEMY, 4, 1], 4: [GOLD, 4, -1] })
  const { observation } = play('Asterix', game, [NOTHING])
  expect(marked(observation, 1)).toEqual([
    [1, 0],
    [3, 4],
  ])
  expect(marked(observation, 2)).toEqual([
    [3, 3],
    [4, 5],
  ])
  expect(marked(observation, 3)).toEqual([
    [2, 9],
    [4, 4],
  ])
})

/** The intervals after 102, 204, … steps in which nothing stays on the board. */
function schedule(ramping: boolean): number[][] {
  const game = new Asterix(ramping)
  const draws = new ScriptedDraws()
  return times(10, 102).map((steps) => {
    for (let step = 0; step < steps; step++) {
      game.step(NOTHING, draws)
      for (const lane of game.lanes) lane.holds = 0
    }
    return [game.spawnInterval, game.moveInterval]
  })
}

test('ramps every 102 steps until both intervals are 1; not without ramping', () => {
  const spawn = [9, 8, 7, 6, 5, 4, 3, 2, 1, 1]
  const move = [5, 4, 4, 3, 3, 2, 2, 1, 1, 1]
  expect(schedule(true)).toEqual(spawn.map((interval, i) => [interval, move[i]]))
  expect(schedule(false)).toEqual(spawn.map(() => [10, 5]))
})

test('a ramp comes at the end of its step, the next reload heeds it', () => {
  const game = withThings({}, { rampCountdown: -1, rampLevel: 1, spawnCountdown: 4, moveCountdown: 1 })
  play('Asterix', game, [NOTHING])
  expect(game).toMatchObject({ spawnInterval: 9, moveInterval: 4, spawnCountdown: 3, moveCountdown: 0 })
  play('Asterix', game, [NOTHING])
  expect(game).toMatchObject({ moveCountdown: 3, rampCountdown: 99, rampLevel: 2 })
})
