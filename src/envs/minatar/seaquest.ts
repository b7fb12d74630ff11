import { LAST, moveWithin } from './board.ts'
import { DOWN, type Draws, FIRE, type Game, type GameEntry, LEFT, NOTHING, RIGHT, UP } from './game.ts'
import { ANY_COUNT, listNumbers, numbersOf, type PhysicsReader } from './physics.ts'
import { CHANNELS, drawSea } from './seaquest-picture.ts'
import {
  BULLET,
  type Bullet,
  DEEPEST,
  DIVER_INTERVAL,
  ENEMY_MOVE_INTERVAL,
  LEAST_ENEMY_MOVE_INTERVAL,
  type Sea,
  SUB,
  type Sub,
  SWIMMER,
  type Swimmer,
} from './seaquest-things.ts'
import {
  moveDivers,
  moveEnemyBullets,
  moveFish,
  moveFriendlyBullets,
  moveSubs,
  spawnDiver,
  spawnEnemy,
} from './seaquest-turns.ts'

const FULL_OXYGEN = 200 // steps under water
const OXYGEN_PER_CELL = 20
const FULL_LOAD = 6 // divers
const ENEMY_INTERVAL = 20 // steps
const SHOT_INTERVAL = 5 // steps

const NUMBERS = {
  row: [0, DEEPEST],
  column: [0, LAST],
  facing: [-1, 1], // −1 left or 1 right
  oxygen: [Number.MIN_SAFE_INTEGER, FULL_OXYGEN],
  aboard: [Number.MIN_SAFE_INTEGER, FULL_LOAD], // divers
  surfaced: [0, 1],
  enemyInterval: [1, ENEMY_INTERVAL],
  enemyCountdown: [0, ENEMY_INTERVAL],
  diverCountdown: [0, DIVER_INTERVAL],
  shotCountdown: [0, SHOT_INTERVAL],
  enemyMoveInterval: [LEAST_ENEMY_MOVE_INTERVAL, ENEMY_MOVE_INTERVAL],
  rampLevel: ANY_COUNT,
} as const

/**
 * A submarine picks up divers, shoots fish and enemy submarines, and has to bring divers to the surface before its oxygen runs out.
 *
 * Reward: 1 for each enemy shot; for surfacing with six divers the cells of the oxygen gauge, 0 to 9. Ends at the touch of fish,
 * submarine or bullet, without oxygen, and at surfacing with exactly 0 divers aboard. With ramping every surfacing brings more
 * enemies, every second one faster ones. Channels: 0 front and 1 back of the player's submarine, 2 its bullets, 3 the cell behind
 * each swimmer, 4 enemy bullets, 5 fish, 6 enemy submarines, 7 oxygen gauge, 8 gauge of divers aboard, 9 divers.
 */
export class Seaquest implements Game, Sea {
  over = false
  row = 0
  column = 5
  facing = -1
  oxygen = FULL_OXYGEN
  aboard = 0
  /** 1 from surfacing until the next dive, and at the start. */
  surfaced = 1
  enemyInterval = ENEMY_INTERVAL
  enemyCountdown = ENEMY_INTERVAL
  diverCountdown = DIVER_INTERVAL
  shotCountdown = 0
  enemyMoveInterval = ENEMY_MOVE_INTERVAL
  rampLevel = 0
  // The oldest first.
  friendlyBullets: Bullet[] = []
  divers: Swimmer[] = []
  subs: Sub[] = []
  enemyBullets: Bullet[] = []
  fish: Swimmer[] = []
  readonly #ramping: boolean

  constructor(ramping: boolean) {
    this.#ramping = ramping
  }

  step(action: number, random: Draws): number {
    if (this.enemyCountdown === 0) spawnEnemy(this, random)
    if (this.diverCountdown === 0) spawnDiver(this, random)
    this.#movePlayer(action)
    let reward = moveFriendlyBullets(this)
    moveDivers(this)
    reward += moveSubs(this)
    moveEnemyBullets(this)
    reward += moveFish(this)
    if (this.enemyCountdown > 0) this.enemyCountdown--
    if (this.diverCountdown > 0) this.diverCountdown--
    if (this.shotCountdown > 0) this.shotCountdown--
    return reward + this.#breathe()
  }

  #movePlayer(action: number): void {
    if (action === LEFT || action === RIGHT) {
      this.facing = action === LEFT ? -1 : 1
      this.column = moveWithin(this.column, this.facing, 0, LAST)
    } else if (action === UP) this.row = moveWithin(this.row, -1, 0, DEEPEST)
    else if (action === DOWN) this.row = moveWithin(this.row, 1, 0, DEEPEST)
    else if (action === FIRE && this.shotCountdown === 0) {
      this.friendlyBullets.push({ row: this.row, column: this.column, direction: this.facing })
      this.shotCountdown = SHOT_INTERVAL
    }
  }

  canPickUp(diver: Swimmer): boolean {
    return this.aboard < FULL_LOAD && diver.row === this.row && diver.column === this.column
  }

  touch(enemy: Bullet): boolean {
    const touches = enemy.row === this.row && enemy.column === this.column
    if (touches) this.over = true
    return touches
  }

  /** Uses oxygen under water; gives the reward of surfacing. At the surface nothing happens until the next dive. */
  #breathe(): number {
    if (this.oxygen <= 0) this.over = true
    if (this.row > 0) {
      this.oxygen--
      this.surfaced = 0
      return 0
    }
    if (this.surfaced === 1) return 0
    if (this.aboard !== 0) return this.#surface()
    this.over = true
    return 0
  }

  /** Takes a diver off in any case: the count is −1 after a full load, and a negative one, which ends nothing, goes on falling. */
  #surface(): number {
    const isFull = this.aboard === FULL_LOAD
    const reward = isFull ? this.oxygenCells() : 0
    this.surfaced = 1
    this.oxygen = FULL_OXYGEN
    this.aboard = (isFull ? 0 : this.aboard) - 1
    if (this.#ramping) this.#ramp()
    return reward
  }

  #ramp(): void {
    const canSpeedUp = this.enemyMoveInterval > LEAST_ENEMY_MOVE_INTERVAL
    if (this.enemyInterval === 1 && !canSpeedUp) return
    if (canSpeedUp && this.rampLevel % 2 === 1) this.enemyMoveInterval--
    if (this.enemyInterval > 1) this.enemyInterval--
    this.rampLevel++
  }

  oxygenCells(): number {
    return Math.floor(Math.max(this.oxygen, 0) / OXYGEN_PER_CELL)
  }

  draw(observation: Float32Array): void {
    drawSea(this, observation)
  }

  save(): number[] {
    return [
      ...numbersOf(this, NUMBERS),
      ...listNumbers(this.friendlyBullets, BULLET),
      ...listNumbers(this.divers, SWIMMER),
      ...listNumbers(this.subs, SUB),
      ...listNumbers(this.enemyBullets, BULLET),
      ...listNumbers(this.fish, SWIMMER),
    ]
  }

  load(numbers: PhysicsReader): void {
    numbers.fill(this, NUMBERS)
    this.friendlyBullets = numbers.list('friendlyBullets', BULLET)
    this.divers = numbers.list('divers', SWIMMER)
    this.subs = numbers.list('subs', SUB)
    this.enemyBullets = numbers.list('enemyBullets', BULLET)
    this.fish = numbers.list('fish', SWIMMER)
  }
}

export const seaquest: GameEntry = {
  name: 'Seaquest',
  about: 'Bring divers to the surface, past fish and enemy submarines',
  channels: CHANNELS,
  minimalActions: [NOTHING, LEFT, UP, RIGHT, DOWN, FIRE],
  create: (ramping) => new Seaquest(ramping),
}
