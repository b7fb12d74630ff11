import { expect, test } from 'vitest'
import { FULL_ROW } from './board.ts'
import { Breakout } from './breakout.ts'
import { LEFT, NOTHING, RIGHT } from './game.ts'
import { marked, play, times } from './testing/play.ts'

/** A game with the ball there, on its way down (1) or up (−1) and right (1) or left (−1), and these brick rows. */
function at(ballRow: number, ballColumn: number, rowStep: number, columnStep: number, bricks = [0, 0, 1]) {
  const game = Object.assign(new Breakout(), { ballRow, ballColumn, rowStep, columnStep })
  bricks.forEach((columns, i) => {
    game.bricks[i] = columns
  })
  return game
}

/** The cells of the ball after each step without moving the paddle. */
function ballCells(game: Breakout, steps: number): string {
  const cells = Array.from({ length: steps }, () => {
    play('Breakout', game, [NOTHING])
    return `(${game.ballRow},${game.ballColumn})`
  })
  return cells.join(' ')
}

test('the two starts run as in the original', () => {
  expect(ballCells(new Breakout(), 6)).toBe('(4,1) (5,2) (6,3) (7,4) (8,5) (9,6)')
  expect(play('Breakout', new Breakout(), times(6, NOTHING))).toMatchObject({
    rewards: times(6, 0),
    terminated: true,
  })
  const right = () => Object.assign(new Breakout(), { ballColumn: 9, trailColumn: 9, columnStep: -1 })
  expect(ballCells(right(), 16)).toBe(
    '(4,8) (5,7) (6,6) (7,5) (8,4) (8,3) (7,2) (6,1) (5,0) (4,0) (4,1) (5,2) (6,3) (7,4) (8,5) (9,6)',
  )
  const { rewards, terminated } = play('Breakout', right(), times(16, NOTHING))
  expect(rewards.indexOf(1)).toBe(10)
  expect([rewards.reduce((sum, reward) => sum + reward), terminated]).toEqual([1, true])
})

test('the paddle stops at the edges', () => {
  const game = at(5, 5, -1, 1)
  play('Breakout', game, [RIGHT, RIGHT])
  expect(game.paddle).toBe(6)
  Object.assign(game, { paddle: 9 })
  play('Breakout', game, [RIGHT])
  expect(game.paddle).toBe(9)
  Object.assign(game, { paddle: 0 })
  play('Breakout', game, [LEFT])
  expect(game.paddle).toBe(0)
})

test.each([
  ['left wall', [5, 0, 1, -1], { ballRow: 6, ballColumn: 0, rowStep: 1, columnStep: 1 }],
  ['right wall', [5, 9, -1, 1], { ballRow: 4, ballColumn: 9, rowStep: -1, columnStep: -1 }],
  ['ceiling', [0, 4, -1, 1], { ballRow: 0, ballColumn: 5, rowStep: 1, columnStep: 1 }],
  ['corner', [0, 0, -1, -1], { ballRow: 0, ballColumn: 0, rowStep: 1, columnStep: 1 }],
] as const)('bounces off the %s', (_, [row, column, rowStep, columnStep], after) => {
  const game = at(row, column, rowStep, columnStep)
  const { observation, rewards } = play('Breakout', game, [NOTHING])
  expect(game).toMatchObject({ ...after, trailRow: row, trailColumn: column })
  expect(rewards).toEqual([0])
  expect(marked(observation, 1)).toEqual([[after.ballRow, after.ballColumn]])
  expect(marked(observation, 2)).toEqual([[row, column]])
})

test.each([
  ['straight, below the old column', 4, 4, 1, { ballColumn: 5, rowStep: -1, columnStep: 1 }],
  ['back, below the new column', 5, 4, 1, { ballColumn: 5, rowStep: -1, columnStep: -1 }],
  ['at a wall, below both', 9, 9, 1, { ballColumn: 9, rowStep: -1, columnStep: -1 }],
])('the paddle sends the ball %s', (_, paddle, column, columnStep, after) => {
  const game = Object.assign(at(8, column, 1, columnStep), { paddle })
  expect(play('Breakout', game, [NOTHING]).terminated).toBe(false)
  expect(game).toMatchObject({ ...after, ballRow: 8 })
})

test('the paddle counts where it is after its move', () => {
  expect(play('Breakout', Object.assign(at(8, 4, 1, 1), { paddle: 3 }), [RIGHT]).terminated).toBe(false)
  const game = Object.assign(at(8, 4, 1, 1), { paddle: 4 })
  const { terminated, observation } = play('Breakout', game, [LEFT])
  expect(terminated).toBe(true)
  expect(marked(observation, 1)).toEqual([[9, 5]])
})

test('a brick breaks and throws the ball back into its row', () => {
  const game = at(4, 4, -1, 1, [FULL_ROW, FULL_ROW, FULL_ROW])
  const { rewards, observation } = play('Breakout', game, [NOTHING])
  expect(rewards).toEqual([1])
  expect(game).toMatchObject({ ballRow: 4, ballColumn: 5, rowStep: 1, columnStep: 1, latch: 1 })
  expect(marked(observation, 3)).toHaveLength(29)
  expect(marked(observation, 3)).not.toContainEqual([3, 5])
})

test('a brick behind a side wall breaks too, and both headings turn round', () => {
  const game = at(4, 0, -1, -1, [0, 0, FULL_ROW])
  expect(play('Breakout', game, [NOTHING]).rewards).toEqual([1])
  expect(game).toMatchObject({ ballRow: 4, ballColumn: 0, rowStep: 1, columnStep: 1 })
})

test('with the latch on, the ball enters bricks without breaking them, until it meets none', () => {
  const game = Object.assign(at(0, 4, 1, 1, [FULL_ROW, FULL_ROW, FULL_ROW]), { latch: 1 })
  expect(play('Breakout', game, times(3, NOTHING)).rewards).toEqual([0, 0, 0])
  expect(game).toMatchObject({ ballRow: 3, ballColumn: 7, rowStep: 1, latch: 1 })
  expect(play('Breakout', game, [NOTHING]).rewards).toEqual([0])
  expect(game).toMatchObject({ ballRow: 4, ballColumn: 8, latch: 0, bricks: times(3, FULL_ROW) })
})

test('the wave comes back when the ball reaches the floor, not before, and also as it is missed', () => {
  const game = Object.assign(at(4, 3, -1, 1, [0, 0, 1 << 4]), { paddle: 7 })
  expect(play('Breakout', game, [NOTHING]).rewards).toEqual([1])
  play('Breakout', game, times(4, NOTHING))
  expect(game).toMatchObject({ ballRow: 8, ballColumn: 8, bricks: [0, 0, 0] })
  Object.assign(game, { paddle: 0 })
  const { terminated, observation } = play('Breakout', game, [NOTHING])
  expect(terminated).toBe(true)
  expect(marked(observation, 3)).toHaveLength(30)
})
