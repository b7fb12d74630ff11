import {
  countColumns,
  emptyBoard,
  FULL_ROW,
  LAST,
  mark,
  markRow,
  moveWithin,
  SIZE,
  shiftDown,
  shiftUp,
} from './board.ts'
import { FIRE, type Game, type GameEntry, LEFT, NOTHING, RIGHT } from './game.ts'
import { ANY_COUNT, numbersOf, type PhysicsReader } from './physics.ts'

const CHANNELS = 6
const CANNON = 0
const ALIEN = 1
const ALIEN_LEFT = 2
const ALIEN_RIGHT = 3
const FRIENDLY_BULLET = 4
const ENEMY_BULLET = 5
const WAVE_ROWS = 4 // from row 0 on
const WAVE_COLUMNS = 0b0011111100 // 2 to 7
const LEFT_EDGE = 1
const RIGHT_EDGE = 1 << LAST
const MOVE_INTERVAL = 12 // steps, with as many aliens or more
const LEAST_MOVE_INTERVAL = 6
const ALIEN_SHOT_INTERVAL = 10 // steps
const CANNON_SHOT_INTERVAL = 5 // steps

const NUMBERS = {
  cannon: [0, LAST], // column
  direction: [-1, 1], // −1 left or 1 right, of all aliens
  moveInterval: [LEAST_MOVE_INTERVAL, MOVE_INTERVAL],
  moveCountdown: [0, MOVE_INTERVAL],
  alienShotCountdown: [0, ALIEN_SHOT_INTERVAL],
  cannonShotCountdown: [0, CANNON_SHOT_INTERVAL],
  rampLevel: ANY_COUNT,
} as const

const ROW = [0, FULL_ROW] as const

/**
 * Shoot down waves of aliens, which march sideways, come one row lower at each edge, get faster as they get fewer, and shoot back.
 *
 * Reward: 1 an alien. Ends when an alien's bullet arrives at the cannon, when an alien and the cannon meet, and when the aliens turn
 * round with one of them in the bottom row. With ramping each of the first six new waves is faster. Channels: 0 cannon, 1 aliens,
 * 2 aliens while they go left, 3 aliens while they go right, 4 the cannon's bullets, 5 the aliens' bullets.
 */
export class SpaceInvaders implements Game {
  over = false
  cannon = 5
  direction = -1
  moveInterval = MOVE_INTERVAL
  moveCountdown = MOVE_INTERVAL
  alienShotCountdown = ALIEN_SHOT_INTERVAL
  cannonShotCountdown = 0
  rampLevel = 0
  // Row by row, the columns that have one.
  readonly aliens = emptyBoard().fill(WAVE_COLUMNS, 0, WAVE_ROWS)
  readonly friendlyBullets = emptyBoard()
  readonly enemyBullets = emptyBoard()
  readonly #ramping: boolean

  constructor(ramping: boolean) {
    this.#ramping = ramping
  }

  step(action: number): number {
    this.#moveCannon(action)
    this.#moveBullets()
    this.#checkMeeting()
    if (this.moveCountdown === 0) this.#moveAliens()
    if (this.alienShotCountdown === 0) this.#shootBack()
    const reward = this.#countHits()
    if (this.cannonShotCountdown > 0) this.cannonShotCountdown--
    this.moveCountdown--
    this.alienShotCountdown--
    if (this.aliens.every((columns) => columns === 0)) this.#startWave()
    return reward
  }

  #moveCannon(action: number): void {
    if (action === LEFT) this.cannon = moveWithin(this.cannon, -1, 0, LAST)
    else if (action === RIGHT) this.cannon = moveWithin(this.cannon, 1, 0, LAST)
    else if (action === FIRE && this.cannonShotCountdown === 0) {
      this.friendlyBullets[LAST] = 1 << this.cannon
      this.cannonShotCountdown = CANNON_SHOT_INTERVAL
    }
  }

  #moveBullets(): void {
    shiftUp(this.friendlyBullets)
    shiftDown(this.enemyBullets)
    if (this.#isAtCannon(this.enemyBullets)) this.over = true
  }

  #checkMeeting(): void {
    if (this.#isAtCannon(this.aliens)) this.over = true
  }

  #isAtCannon(board: readonly number[]): boolean {
    return (board[LAST] & (1 << this.cannon)) !== 0
  }

  /** Sideways, or at the edge down. The countdown counts the aliens of this moment, so that one alone moves every step. */
  #moveAliens(): void {
    const { aliens } = this
    const count = aliens.reduce((sum, columns) => sum + countColumns(columns), 0)
    this.moveCountdown = Math.min(this.moveInterval, count)
    const edge = this.direction < 0 ? LEFT_EDGE : RIGHT_EDGE
    if (aliens.some((columns) => (columns & edge) !== 0)) this.#turnRound()
    else {
      for (let row = 0; row < SIZE; row++)
        aliens[row] = this.direction < 0 ? aliens[row] >> 1 : aliens[row] << 1
    }
    this.#checkMeeting()
  }

  /** Aliens leave the bottom row only on a step that ends the episode; its last observation has them in the top row. */
  #turnRound(): void {
    this.direction = -this.direction
    if (this.aliens[LAST] !== 0) this.over = true
    shiftDown(this.aliens, this.aliens[LAST])
  }

  /** The lowest alien of the column nearest to the cannon shoots, of two columns as near the left one. */
  #shootBack(): void {
    this.alienShotCountdown = ALIEN_SHOT_INTERVAL
    for (let distance = 0; distance < SIZE; distance++) {
      if (this.#shootFrom(this.cannon - distance) || this.#shootFrom(this.cannon + distance)) return
    }
  }

  /** False if the column, which may lie off the board, has no alien. */
  #shootFrom(column: number): boolean {
    if (column < 0 || column > LAST) return false
    const bit = 1 << column
    const row = this.aliens.findLastIndex((columns) => (columns & bit) !== 0)
    if (row < 0) return false
    this.enemyBullets[row] |= bit
    return true
  }

  /** Removes aliens and the cannon's bullets where they are in the same cell; gives how many. */
  #countHits(): number {
    let hits = 0
    for (let row = 0; row < SIZE; row++) {
      const hit = this.aliens[row] & this.friendlyBullets[row]
      if (hit === 0) continue
      this.aliens[row] ^= hit
      this.friendlyBullets[row] ^= hit
      hits += countColumns(hit)
    }
    return hits
  }

  /** Everything but the aliens and their speed goes on as it was. */
  #startWave(): void {
    if (this.#ramping && this.moveInterval > LEAST_MOVE_INTERVAL) {
      this.moveInterval--
      this.rampLevel++
    }
    this.aliens.fill(WAVE_COLUMNS, 0, WAVE_ROWS)
  }

  draw(observation: Float32Array): void {
    const heading = this.direction < 0 ? ALIEN_LEFT : ALIEN_RIGHT
    mark(observation, CHANNELS, LAST, this.cannon, CANNON)
    for (let row = 0; row < SIZE; row++) {
      markRow(observation, CHANNELS, row, this.aliens[row], ALIEN)
      markRow(observation, CHANNELS, row, this.aliens[row], heading)
      markRow(observation, CHANNELS, row, this.friendlyBullets[row], FRIENDLY_BULLET)
      markRow(observation, CHANNELS, row, this.enemyBullets[row], ENEMY_BULLET)
    }
  }

  save(): number[] {
    return [...numbersOf(this, NUMBERS), ...this.aliens, ...this.friendlyBullets, ...this.enemyBullets]
  }

  load(numbers: PhysicsReader): void {
    numbers.fill(this, NUMBERS)
    numbers.fillRow(this.aliens, 'aliens', ROW)
    numbers.fillRow(this.friendlyBullets, 'friendlyBullets', ROW)
    numbers.fillRow(this.enemyBullets, 'enemyBullets', ROW)
    if (this.aliens.every((columns) => columns === 0)) throw numbers.invalid('one with an alien', 'none')
  }
}

export const spaceInvaders: GameEntry = {
  name: 'SpaceInvaders',
  about: 'Shoot down waves of aliens before they land',
  channels: CHANNELS,
  minimalActions: [NOTHING, LEFT, RIGHT, FIRE],
  create: (ramping) => new SpaceInvaders(ramping),
}
