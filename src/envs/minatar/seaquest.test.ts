import { expect, test } from 'vitest'
import { DOWN, FIRE, LEFT, NOTHING, RIGHT, UP } from './game.ts'
import { Seaquest } from './seaquest.ts'
import { marked, play, times } from './testing/play.ts'
import { ScriptedDraws } from './testing/scripted-draws.ts'

/** Under water in the middle of the board, with nothing about to appear. */
function at(row: number, column: number, changes: Partial<Seaquest> = {}): Seaquest {
  return Object.assign(new Seaquest(true), { row, column, surfaced: row === 0 ? 1 : 0 }, changes)
}

/** A thing that goes right (1) or left (−1); it does not move or shoot for a while unless told. */
function thing(row: number, column: number, direction: number, moveCountdown = 4, shotCountdown = 9) {
  return { row, column, direction, moveCountdown, shotCountdown }
}
const fish = (...args: Parameters<typeof thing>) => {
  const { shotCountdown, ...swimmer } = thing(...args)
  return swimmer
}
const bullet = (row: number, column: number, direction: number) => ({ row, column, direction })

test.each([
  [LEFT, [4, 5, 1], [4, 4, -1]],
  [RIGHT, [4, 5, -1], [4, 6, 1]],
  [LEFT, [4, 0, 1], [4, 0, -1]],
  [RIGHT, [4, 9, -1], [4, 9, 1]],
  [UP, [0, 5, 1], [0, 5, 1]],
  [DOWN, [8, 5, -1], [8, 5, -1]],
  [DOWN, [3, 5, -1], [4, 5, -1]],
])('action %i takes the player from %j to %j (row, column, facing)', (action, before, after) => {
  const game = at(before[0], before[1], { facing: before[2] })
  const { observation } = play('Seaquest', game, [action])
  expect([game.row, game.column, game.facing]).toEqual(after)
  expect(marked(observation, 0)).toEqual([[after[0], after[1]]])
  expect(marked(observation, 1)).toEqual([[after[0], after[1] - after[2]]])
})

test('the player shoots at most every fifth step, the way it faces', () => {
  const game = at(4, 2, { facing: 1 })
  const { observation } = play('Seaquest', game, times(6, FIRE))
  expect(marked(observation, 2)).toEqual([
    [4, 3],
    [4, 8],
  ])
})

test('the draws of an enemy: edge, kind, row', () => {
  const spawn = (script: number[], changes: Partial<Seaquest> = {}) => {
    const game = at(0, 5, { enemyCountdown: 0, ...changes })
    const draws = new ScriptedDraws(script)
    game.step(NOTHING, draws)
    expect(draws.spans).toEqual([2, 3, 8])
    expect(game.enemyCountdown).toBe(19)
    return game
  }
  expect(spawn([0, 0, 2]).subs).toEqual([thing(3, 0, 1)])
  expect(spawn([1, 1, 7]).fish).toEqual([fish(8, 9, -1)])
  expect(spawn([1, 2, 0]).fish).toEqual([fish(1, 9, -1)])
  const oncoming = { fish: [fish(3, 5, 1)] }
  expect(spawn([1, 1, 2], oncoming).fish).toHaveLength(1)
  expect(spawn([0, 1, 2], oncoming).fish).toHaveLength(2)
  expect(spawn([1, 0, 2], { subs: [thing(3, 5, 1)] }).subs).toHaveLength(1)
  expect(spawn([1, 0, 2], { divers: [fish(3, 5, 1)] }).subs).toHaveLength(1)
})

test('a diver appears every 30 steps from step 31 on, an enemy every 20 from step 21 on', () => {
  const game = at(0, 5)
  const draws = new ScriptedDraws()
  const spans: number[] = []
  for (let step = 1; step <= 61; step++) {
    const before = draws.spans.length
    game.step(NOTHING, draws)
    if (draws.spans.length > before) spans.push(step)
  }
  expect(spans).toEqual([21, 31, 41, 61])
})

test('a fish moves 5 steps after its own, a diver too, then every 6; a submarine shoots after 10, then every 11', () => {
  const game = at(0, 5, {
    fish: [fish(2, 0, 1, 5)],
    divers: [fish(3, 0, 1, 5)],
    subs: [thing(4, 0, 1, 5, 10)],
  })
  const seen = times(22, 0).map(() => {
    const shots = game.enemyBullets.length
    play('Seaquest', game, [NOTHING])
    return [game.fish[0].column, game.divers[0].column, game.enemyBullets.length > shots]
  })
  const columns = [...times(5, 0), ...times(6, 1), ...times(6, 2), ...times(5, 3)]
  expect(seen.map(([column]) => column)).toEqual(columns)
  expect(seen.map(([, column]) => column)).toEqual(columns)
  expect(seen.flatMap(([, , shot], step) => (shot ? [step] : []))).toEqual([10, 21])
})

test.each([
  [
    'fish before subs, the oldest first',
    { fish: [fish(4, 6, 1, 1), fish(4, 6, 1, 2)], subs: [thing(4, 6, 1)] },
    [1, 1],
  ],
  ['a sub', { subs: [thing(4, 6, 1)] }, [0, 0]],
])('a bullet hits %s', (_, enemies, left) => {
  const game = at(4, 5, { facing: 1, ...enemies })
  expect(play('Seaquest', game, [FIRE])).toMatchObject({ rewards: [1], terminated: false })
  expect([game.fish.length, game.subs.length]).toEqual(left)
  expect(game.friendlyBullets).toEqual([])
  if (game.fish.length > 0) expect(game.fish[0].moveCountdown).toBe(1) // the second one, after its turn
})

test('a bullet does not hit in the cell in which it is fired, and passes divers', () => {
  const game = at(4, 5, { facing: 1, divers: [fish(4, 6, 1)] })
  expect(play('Seaquest', game, [FIRE]).rewards).toEqual([0])
  expect(game.friendlyBullets).toEqual([bullet(4, 6, 1)])
  const off = at(4, 5, { friendlyBullets: [bullet(2, 9, 1), bullet(3, 0, -1)] })
  play('Seaquest', off, [NOTHING])
  expect(off.friendlyBullets).toEqual([])
})

test('an enemy that moves into a bullet is hit', () => {
  const shot = { friendlyBullets: [bullet(4, 5, 1)] } // moves to column 6
  const due = at(1, 1, { ...shot, fish: [fish(4, 7, -1, 0)] })
  expect(play('Seaquest', due, [NOTHING]).rewards).toEqual([1])
  expect([due.fish, due.friendlyBullets]).toEqual([[], []])
})

test('a submarine that runs into a bullet still has its shot', () => {
  const game = at(1, 1, { friendlyBullets: [bullet(4, 5, 1)], subs: [thing(4, 7, -1, 0, 0)] })
  expect(play('Seaquest', game, [NOTHING]).rewards).toEqual([1])
  expect([game.subs, game.enemyBullets]).toEqual([[], [bullet(4, 5, -1)]])
})

test('a submarine that is shot has not, and neither has anything off the board', () => {
  const shot = at(1, 1, { friendlyBullets: [bullet(4, 5, 1)], subs: [thing(4, 6, -1, 0, 0)] })
  expect(play('Seaquest', shot, [NOTHING]).rewards).toEqual([1])
  const gone = at(1, 1, {
    subs: [thing(4, 0, -1, 0, 0)],
    fish: [fish(5, 9, 1, 0)],
    divers: [fish(6, 9, 1, 0)],
  })
  play('Seaquest', gone, [NOTHING])
  for (const game of [shot, gone])
    expect([game.subs, game.fish, game.divers, game.enemyBullets]).toEqual([[], [], [], []])
})

test.each<[string, number, Partial<Seaquest>]>([
  ['a fish in the cell', RIGHT, { fish: [fish(4, 6, 1)] }],
  ['a fish that leaves it', RIGHT, { fish: [fish(4, 6, 1, 0)] }],
  ['a fish that comes', NOTHING, { fish: [fish(4, 6, -1, 0)] }],
  ['a sub in the cell', RIGHT, { subs: [thing(4, 6, 1)] }],
  ['a sub that comes', NOTHING, { subs: [thing(4, 4, 1, 0)] }],
  ['a bullet in the cell', RIGHT, { enemyBullets: [bullet(4, 6, 1)] }],
  ['a bullet that comes', NOTHING, { enemyBullets: [bullet(4, 6, -1)] }],
  ['a bullet fired one cell away', NOTHING, { subs: [thing(4, 6, -1, 4, 0)] }],
  ['no oxygen', NOTHING, { oxygen: 0 }],
])('ends by %s', (_, action, changes) => {
  expect(play('Seaquest', at(4, 5, changes), [action])).toMatchObject({ rewards: [0], terminated: true })
})

test.each<[string, Partial<Seaquest>]>([
  ['a fish next to it', { fish: [fish(4, 6, -1, 1)] }],
  ['a fish at its back', { fish: [fish(4, 6, 1)], facing: -1 }],
  ['the last oxygen', { oxygen: 1 }],
])('goes on with %s', (_, changes) => {
  expect(play('Seaquest', at(4, 5, changes), [NOTHING]).terminated).toBe(false)
})

test('picks up divers where it is and as they come, six at most', () => {
  const divers = () => [fish(4, 6, 1), fish(4, 7, -1, 0), fish(4, 4, 1, 0)]
  const game = at(4, 5, { divers: divers(), aboard: 3 })
  const { observation } = play('Seaquest', game, [RIGHT])
  expect(game).toMatchObject({ aboard: 5, divers: [fish(4, 5, 1, 5)] })
  expect(marked(observation, 8)).toEqual([4, 5, 6, 7, 8].map((column) => [9, column]))
  const full = at(4, 5, { divers: divers(), aboard: 6 })
  play('Seaquest', full, [RIGHT])
  expect(full).toMatchObject({ aboard: 6, divers: [fish(4, 6, 1, 3), fish(4, 6, -1, 5), fish(4, 5, 1, 5)] })
})

test.each([
  [6, 199, 9, -1],
  [6, 100, 5, -1],
  [6, 19, 0, -1],
  [5, 199, 0, 4],
  [1, 199, 0, 0],
  [-1, 199, 0, -2],
])('surfacing with %i aboard and oxygen %i is worth %i and leaves %i', (aboard, oxygen, reward, left) => {
  const game = at(1, 5, { aboard, oxygen })
  expect(play('Seaquest', game, [UP])).toMatchObject({ rewards: [reward], terminated: false })
  expect(game).toMatchObject({ aboard: left, oxygen: 200, surfaced: 1, rampLevel: 1 })
})

test('surfacing with 0 aboard ends the episode and leaves all as it was', () => {
  const game = at(1, 5, { oxygen: 77 })
  expect(play('Seaquest', game, [UP]).terminated).toBe(true)
  expect(game).toMatchObject({ aboard: 0, oxygen: 77, surfaced: 0, rampLevel: 0 })
})

test.each([1, 6])('without oxygen surfacing comes too late, with %i aboard, but is carried out', (aboard) => {
  const game = at(1, 5, { oxygen: 0, aboard })
  const { terminated, rewards, observation } = play('Seaquest', game, [UP])
  expect([terminated, rewards]).toEqual([true, [0]])
  expect(marked(observation, 7)).toHaveLength(10)
})

test('at the surface no oxygen is used; a step under water takes 1', () => {
  const game = at(0, 5)
  const { observation } = play('Seaquest', game, times(10, NOTHING))
  expect(game.oxygen).toBe(200)
  expect(marked(observation, 7)).toHaveLength(10)
  const below = play('Seaquest', game, [DOWN])
  expect(game).toMatchObject({ oxygen: 199, surfaced: 0 })
  expect(marked(below.observation, 7)).toHaveLength(9)
})

test('the oxygen lasts for 200 steps under water', () => {
  const game = at(0, 5)
  const draws = new ScriptedDraws()
  for (let step = 0; step < 201; step++) {
    expect(game.over).toBe(false)
    Object.assign(game, { fish: [], subs: [], enemyBullets: [] })
    game.step(DOWN, draws)
  }
  expect(game).toMatchObject({ over: true, oxygen: -1 })
})

test('each surfacing ramps: enemies more often, every second time also faster; not without ramping', () => {
  const surface = (game: Seaquest) => {
    Object.assign(game, { surfaced: 0, aboard: 3, row: 0 })
    game.step(NOTHING, new ScriptedDraws())
    return [game.enemyInterval, game.enemyMoveInterval]
  }
  const game = new Seaquest(true)
  const schedule = times(21, 0).map(() => surface(game))
  expect(schedule.map(([interval]) => interval)).toEqual([...times(19, 0).map((_, i) => 19 - i), 1, 1])
  expect(schedule.map(([, interval]) => interval)).toEqual([5, 4, 4, 3, 3, ...times(16, 2)])
  expect(game.rampLevel).toBe(19)
  expect(surface(new Seaquest(false))).toEqual([20, 5])
})

test('shows everything where it is, with the cells behind the swimmers', () => {
  const game = at(4, 5, {
    facing: 1,
    fish: [fish(1, 0, 1)],
    subs: [thing(2, 3, 1)],
    divers: [fish(3, 3, -1)],
    enemyBullets: [bullet(7, 3, -1)],
    friendlyBullets: [bullet(8, 3, -1)],
    aboard: -2,
  })
  const { observation } = play('Seaquest', game, [NOTHING])
  const cells = Array.from({ length: 10 }, (_, channel) => marked(observation, channel))
  expect(cells.slice(0, 7)).toEqual([
    [[4, 5]],
    [[4, 4]],
    [[8, 2]],
    [
      [2, 2],
      [3, 4],
    ],
    [[7, 2]],
    [[1, 0]],
    [[2, 3]],
  ])
  expect(cells.slice(8)).toEqual([[], [[3, 3]]])
})
