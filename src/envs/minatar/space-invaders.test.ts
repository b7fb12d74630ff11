import { expect, test } from 'vitest'
import { FIRE, LEFT, NOTHING, RIGHT } from './game.ts'
import { SpaceInvaders } from './space-invaders.ts'
import { marked, play, times } from './testing/play.ts'

type Cell = [row: number, column: number]

/** A game with aliens and bullets in these cells, and nothing about to move or shoot. */
function withAliens(cells: Cell[], numbers = {}, friendly: Cell[] = [], enemy: Cell[] = []): SpaceInvaders {
  const game = Object.assign(new SpaceInvaders(true), numbers)
  game.aliens.fill(0)
  for (const [row, column] of cells) game.aliens[row] |= 1 << column
  for (const [row, column] of friendly) game.friendlyBullets[row] |= 1 << column
  for (const [row, column] of enemy) game.enemyBullets[row] |= 1 << column
  return game
}

function sweep(step: number): number {
  if (step % 5 === 0) return FIRE
  return step < 20 || (step >= 40 && Math.floor(step / 20) % 2 === 0) ? RIGHT : LEFT
}

test.each([
  ['nothing', () => NOTHING, 17, []],
  ['fire', () => FIRE, 18, [6, 12, 16]],
  ['left', () => LEFT, 37, []],
  ['right', () => RIGHT, 96, []],
  ['left and fire', (step: number) => (step % 2 === 0 ? LEFT : FIRE), 39, [7, 13, 26, 33, 39]],
  ['right and fire', (step: number) => (step % 2 === 0 ? RIGHT : FIRE), 98, [7, 85, 90, 97]],
  ['a sweep', sweep, 224, [6, 31, 36, 40, 46, 51, 72, 92, 95, 100, 106, 109, 130, 152, 155, 161, 171, 189]],
])('%s runs as in the original', (_, actionAt, length, rewarded) => {
  const actions = Array.from({ length }, (_, step) => actionAt(step))
  const { rewards, terminated } = play('SpaceInvaders', new SpaceInvaders(true), actions)
  expect(rewards.flatMap((reward, step) => (reward === 0 ? [] : times(reward, step + 1)))).toEqual(rewarded)
  expect(terminated).toBe(true)
})

test('the first wave stands in rows 0 to 3, columns 2 to 7, and moves left on step 13', () => {
  const game = new SpaceInvaders(true)
  const before = play('SpaceInvaders', game, times(12, LEFT)).observation
  expect(marked(before, 1)).toHaveLength(24)
  expect([marked(before, 1)[0], marked(before, 1)[23]]).toEqual([
    [0, 2],
    [3, 7],
  ])
  expect(marked(before, 2)).toEqual(marked(before, 1))
  expect(marked(before, 3)).toEqual([])
  const { observation } = play('SpaceInvaders', game, [LEFT])
  expect(marked(observation, 1)[0]).toEqual([0, 1])
})

test('the cannon shoots at most every fifth step and stops at the edges', () => {
  const game = withAliens([[0, 0]])
  const { observation } = play('SpaceInvaders', game, times(6, FIRE))
  expect(marked(observation, 4)).toEqual([
    [3, 5],
    [8, 5],
  ])
  play('SpaceInvaders', game, times(9, RIGHT))
  expect(game.cannon).toBe(9)
  play('SpaceInvaders', game, times(1, LEFT))
  expect(game.cannon).toBe(8)
})

test('bullets leave the board at the top and at the bottom', () => {
  const game = withAliens([[3, 0]], {}, [[0, 3]], [[9, 3]])
  const { observation } = play('SpaceInvaders', game, [NOTHING])
  expect([marked(observation, 4), marked(observation, 5)]).toEqual([[], []])
})

test.each([
  ['arrives at the cannon', [8, 5], NOTHING, true],
  ['arrives where the cannon goes', [8, 6], RIGHT, true],
  ['arrives where the cannon was', [8, 5], LEFT, false],
  ['had arrived beside it before', [9, 6], RIGHT, false],
] as const)('a bullet that %s', (_, [row, column], action, terminated) => {
  const game = withAliens([[0, 0]], {}, [], [[row, column]])
  expect(play('SpaceInvaders', game, [action]).terminated).toBe(terminated)
})

test.each([
  ['the cannon walks into one', [9, 6], RIGHT, 5],
  ['one walks into the cannon', [9, 6], NOTHING, 0],
] as const)('ends when an alien meets the cannon: %s', (_, [row, column], action, moveCountdown) => {
  const game = withAliens([[row, column]], { moveCountdown })
  expect(play('SpaceInvaders', game, [action]).terminated).toBe(true)
})

test('an alien in the bottom row beside the cannon ends nothing until the aliens turn round', () => {
  const aliens: Cell[] = [
    [9, 1],
    [4, 5],
  ]
  const game = withAliens(aliens, { moveCountdown: 0 })
  expect(play('SpaceInvaders', game, [NOTHING]).terminated).toBe(false)
  Object.assign(game, { moveCountdown: 0 })
  const { terminated, observation } = play('SpaceInvaders', game, [NOTHING])
  expect(terminated).toBe(true)
  expect(marked(observation, 3)).toEqual([
    [0, 0],
    [5, 4],
  ])
})

test('at an edge the aliens come one row down and do not move sideways', () => {
  const game = withAliens(
    [
      [2, 9],
      [1, 4],
    ],
    { direction: 1, moveCountdown: 0 },
  )
  const { observation } = play('SpaceInvaders', game, [NOTHING])
  expect(marked(observation, 2)).toEqual([
    [2, 4],
    [3, 9],
  ])
})

test.each([
  [24, 12],
  [12, 12],
  [11, 11],
  [3, 3],
  [1, 1],
])('%i aliens move every %i steps', (count, interval) => {
  const cells = times(count, 0).map((_, i): Cell => [Math.floor(i / 6), 2 + (i % 6)])
  const game = withAliens(cells, { moveCountdown: 0 })
  play('SpaceInvaders', game, [NOTHING])
  expect(game.moveCountdown).toBe(interval - 1)
})

test('aliens shot on the step of a move still count for the next one', () => {
  const aliens: Cell[] = [
    [3, 4],
    [3, 5],
  ]
  const game = withAliens(aliens, { moveCountdown: 0 }, [[4, 3]])
  expect(play('SpaceInvaders', game, [NOTHING]).rewards).toEqual([1])
  expect(game.moveCountdown).toBe(1)
})

test.each([
  [
    'the nearer column',
    [
      [2, 3],
      [2, 8],
    ],
    [2, 3],
  ],
  [
    'of two as near the left one',
    [
      [2, 3],
      [2, 7],
    ],
    [2, 3],
  ],
  [
    'the lowest of its column',
    [
      [1, 5],
      [3, 5],
      [6, 4],
    ],
    [3, 5],
  ],
  ['also far away', [[2, 9]], [2, 9]],
] as [string, Cell[], Cell][])('shoots back from %s', (_, aliens, bullet) => {
  const { observation } = play('SpaceInvaders', withAliens(aliens, { alienShotCountdown: 0 }), [NOTHING])
  expect(marked(observation, 5)).toEqual([bullet])
})

test('aliens shoot on steps 11 and 21, hit on that step or not', () => {
  const game = withAliens([[1, 5]], { cannon: 0, moveCountdown: 12 })
  play('SpaceInvaders', game, times(10, NOTHING))
  expect(game.enemyBullets).toEqual(times(10, 0))
  Object.assign(game, { moveCountdown: 12 })
  play('SpaceInvaders', game, [NOTHING])
  expect(game.enemyBullets[1]).not.toBe(0)
  const hit = withAliens(
    [
      [1, 5],
      [0, 0],
    ],
    { alienShotCountdown: 0 },
    [[2, 5]],
  )
  const { rewards, observation } = play('SpaceInvaders', hit, [NOTHING])
  expect([rewards, marked(observation, 5)]).toEqual([[1], [[1, 5]]])
})

test('a bullet below an alien that comes down changes places with it', () => {
  const game = withAliens([[3, 0]], { moveCountdown: 0 }, [[4, 0]])
  const { rewards, observation } = play('SpaceInvaders', game, [NOTHING])
  expect(rewards).toEqual([0])
  expect([marked(observation, 1), marked(observation, 4)]).toEqual([[[4, 0]], [[3, 0]]])
})

test('several hits in one step; bullets of the two sides pass through each other', () => {
  const aliens: Cell[] = [
    [2, 3],
    [5, 6],
    [0, 0],
  ]
  const bullets: Cell[] = [
    [3, 3],
    [6, 6],
    [8, 1],
  ]
  const game = withAliens(aliens, {}, bullets, [[7, 1]])
  const { rewards, observation } = play('SpaceInvaders', game, [NOTHING])
  expect(rewards).toEqual([2])
  expect([marked(observation, 4), marked(observation, 5)]).toEqual([[[7, 1]], [[8, 1]]])
})

test('a new wave is faster, down to 6 steps; all else goes on', () => {
  for (const [moveInterval, after] of [
    [12, 11],
    [7, 6],
    [6, 6],
  ]) {
    const numbers = { moveInterval, direction: 1, moveCountdown: 1, rampLevel: 3 }
    const game = withAliens(
      [[2, 3]],
      numbers,
      [
        [3, 3],
        [9, 9],
      ],
      [[4, 4]],
    )
    expect(play('SpaceInvaders', game, [NOTHING])).toMatchObject({ rewards: [1], terminated: false })
    expect(game).toMatchObject({ moveInterval: after, direction: 1, moveCountdown: 0, alienShotCountdown: 9 })
    expect(game.aliens).toEqual([...times(4, 0b0011111100), ...times(6, 0)])
    expect([game.friendlyBullets[8], game.enemyBullets[5]]).toEqual([1 << 9, 1 << 4])
  }
})

test('without ramping a new wave is as fast as the last', () => {
  const game = withAliens([[2, 3]], {}, [[3, 3]])
  play('SpaceInvaders', game, [NOTHING], false)
  expect(game).toMatchObject({ moveInterval: 12, rampLevel: 0 })
})
