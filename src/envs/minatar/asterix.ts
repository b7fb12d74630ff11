import { LAST, mark, moveWithin } from './board.ts'
import { DOWN, type Draws, type Game, type GameEntry, LEFT, NOTHING, RIGHT, UP } from './game.ts'
import { ANY_COUNT, type Numbers, numbersOf, type PhysicsReader } from './physics.ts'

const CHANNELS = 4
const PLAYER = 0
const ENEMY = 1
const TRAIL = 2
const GOLD = 3
const FIRST_LANE = 1 // row
const LANES = 8
const SPAWN_INTERVAL = 10 // steps
const MOVE_INTERVAL = 5 // steps
const RAMP_WAIT = 100 // countdown; a ramp every RAMP_WAIT + 2 steps

// What a lane holds.
const EMPTY = 0
const HAS_ENEMY = 1
const HAS_GOLD = 2

const NUMBERS = {
  playerRow: [FIRST_LANE, LANES],
  playerColumn: [0, LAST],
  spawnInterval: [1, SPAWN_INTERVAL],
  spawnCountdown: [0, SPAWN_INTERVAL],
  moveInterval: [1, MOVE_INTERVAL],
  moveCountdown: [0, MOVE_INTERVAL],
  rampCountdown: [-1, RAMP_WAIT],
  rampLevel: ANY_COUNT,
} as const

const LANE = { holds: [EMPTY, HAS_GOLD], column: [0, LAST], direction: [-1, 1] } as const
/** `direction` is −1 for left or 1 for right. */
type Lane = Numbers<typeof LANE>

/**
 * Collect gold, keep clear of enemies. Both cross the board in the lanes of rows 1 to 8, one thing a lane, and all move on the same
 * steps.
 *
 * Reward: 1 for each gold. Ends at the touch of an enemy. With ramping, every 102 steps things appear more often, and at every
 * second ramp they also get faster. Channels: 0 player, 1 enemies, 2 the cell behind each thing, 3 gold.
 */
export class Asterix implements Game {
  over = false
  playerRow = 5
  playerColumn = 5
  spawnInterval = SPAWN_INTERVAL
  spawnCountdown = SPAWN_INTERVAL
  moveInterval = MOVE_INTERVAL
  moveCountdown = MOVE_INTERVAL
  rampCountdown = RAMP_WAIT
  rampLevel = 0
  /** The lanes of rows 1 to 8. */
  readonly lanes: readonly Lane[] = Array.from({ length: LANES }, () => ({
    holds: EMPTY,
    column: 0,
    direction: 1,
  }))
  readonly #ramping: boolean

  constructor(ramping: boolean) {
    this.#ramping = ramping
  }

  step(action: number, random: Draws): number {
    if (this.spawnCountdown === 0) this.#spawn(random)
    this.#movePlayer(action)
    let reward = this.#touch(this.lanes[this.playerRow - FIRST_LANE])
    if (this.moveCountdown === 0) reward += this.#moveThings()
    this.spawnCountdown--
    this.moveCountdown--
    if (this.#ramping) this.#ramp()
    return reward
  }

  /** Gold with probability 1/3, else an enemy, at either edge of one of the empty lanes; nothing when all are taken. */
  #spawn(random: Draws): void {
    this.spawnCountdown = this.spawnInterval
    const fromLeft = random.integers(0, 2) === 0
    const gold = random.integers(0, 3) === 0
    let empty = 0
    for (const lane of this.lanes) if (lane.holds === EMPTY) empty++
    if (empty === 0) return
    let skip = random.integers(0, empty)
    for (const lane of this.lanes) {
      if (lane.holds !== EMPTY || skip-- > 0) continue
      lane.holds = gold ? HAS_GOLD : HAS_ENEMY
      lane.column = fromLeft ? 0 : LAST
      lane.direction = fromLeft ? 1 : -1
      return
    }
  }

  #movePlayer(action: number): void {
    if (action === LEFT) this.playerColumn = moveWithin(this.playerColumn, -1, 0, LAST)
    else if (action === RIGHT) this.playerColumn = moveWithin(this.playerColumn, 1, 0, LAST)
    else if (action === UP) this.playerRow = moveWithin(this.playerRow, -1, FIRST_LANE, LANES)
    else if (action === DOWN) this.playerRow = moveWithin(this.playerRow, 1, FIRST_LANE, LANES)
  }

  /** What the thing in the player's lane does if it is in the player's cell. */
  #touch(lane: Lane): number {
    if (lane.holds === EMPTY || lane.column !== this.playerColumn) return 0
    if (lane.holds === HAS_ENEMY) {
      this.over = true
      return 0
    }
    lane.holds = EMPTY
    return 1
  }

  #moveThings(): number {
    this.moveCountdown = this.moveInterval
    for (const lane of this.lanes) {
      if (lane.holds === EMPTY) continue
      const column = lane.column + lane.direction
      if (column < 0 || column > LAST) lane.holds = EMPTY
      else lane.column = column
    }
    return this.#touch(this.lanes[this.playerRow - FIRST_LANE])
  }

  #ramp(): void {
    if (this.spawnInterval === 1 && this.moveInterval === 1) return
    if (this.rampCountdown >= 0) {
      this.rampCountdown--
      return
    }
    if (this.moveInterval > 1 && this.rampLevel % 2 === 1) this.moveInterval--
    if (this.spawnInterval > 1) this.spawnInterval--
    this.rampLevel++
    this.rampCountdown = RAMP_WAIT
  }

  draw(observation: Float32Array): void {
    mark(observation, CHANNELS, this.playerRow, this.playerColumn, PLAYER)
    for (let i = 0; i < LANES; i++) {
      const { holds, column, direction } = this.lanes[i]
      if (holds === EMPTY) continue
      mark(observation, CHANNELS, FIRST_LANE + i, column, holds === HAS_ENEMY ? ENEMY : GOLD)
      mark(observation, CHANNELS, FIRST_LANE + i, column - direction, TRAIL)
    }
  }

  save(): number[] {
    return [...numbersOf(this, NUMBERS), ...this.lanes.flatMap((lane) => numbersOf(lane, LANE))]
  }

  load(numbers: PhysicsReader): void {
    numbers.fill(this, NUMBERS)
    for (const [i, lane] of this.lanes.entries()) numbers.fill(lane, LANE, `lanes[${i}].`)
  }
}

export const asterix: GameEntry = {
  name: 'Asterix',
  about: 'Collect gold and keep clear of enemies',
  channels: CHANNELS,
  minimalActions: [NOTHING, LEFT, UP, RIGHT, DOWN],
  create: (ramping) => new Asterix(ramping),
}
