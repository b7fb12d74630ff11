import { FULL_ROW, LAST, mark, markRow, moveWithin } from './board.ts'
import { type Draws, type Game, type GameEntry, LEFT, NOTHING, RIGHT } from './game.ts'
import { numbersOf, type PhysicsReader } from './physics.ts'

const CHANNELS = 4
const PADDLE = 0
const BALL = 1
const TRAIL = 2
const BRICK = 3
const FIRST_BRICK_ROW = 1
const BRICK_ROWS = 3

const NUMBERS = {
  paddle: [0, LAST], // column
  ballRow: [0, LAST],
  ballColumn: [0, LAST],
  rowStep: [-1, 1], // −1 up or 1 down
  columnStep: [-1, 1], // −1 left or 1 right
  trailRow: [0, LAST],
  trailColumn: [0, LAST],
  latch: [0, 1],
} as const

/**
 * Keep a ball off the floor with a paddle and break the bricks above. The ball goes one cell diagonally a step.
 *
 * Reward: 1 a brick. Ends when the paddle misses the ball. When all bricks are broken they come back as the ball next reaches the
 * floor. Channels: 0 paddle, 1 ball, 2 the cell of the ball one step before, 3 bricks.
 */
export class Breakout implements Game {
  over = false
  paddle = 4
  ballRow = 3
  ballColumn = 0
  rowStep = 1
  columnStep = 1
  trailRow = 3
  trailColumn = 0
  /** 1 if the step before ran into a brick: the ball breaks no second one in a row, but goes into its cell. */
  latch = 0
  /** The bricks of rows 1 to 3. */
  readonly bricks = new Array<number>(BRICK_ROWS).fill(FULL_ROW)

  /** The ball starts inside the bricks, at the left or the right edge with probability 1/2 each. */
  start(random: Draws): void {
    if (random.integers(0, 2) === 0) return
    this.ballColumn = this.trailColumn = LAST
    this.columnStep = -1
  }

  step(action: number): number {
    if (action === LEFT) this.paddle = moveWithin(this.paddle, -1, 0, LAST)
    else if (action === RIGHT) this.paddle = moveWithin(this.paddle, 1, 0, LAST)
    this.trailRow = this.ballRow
    this.trailColumn = this.ballColumn
    this.#moveSideways()
    return this.#moveVertically()
  }

  /** At a side wall the ball stays in its column and turns round. */
  #moveSideways(): void {
    const target = this.ballColumn + this.columnStep
    if (target < 0 || target > LAST) this.columnStep = -this.columnStep
    else this.ballColumn = target
  }

  /** Ceiling, brick, floor or an open cell, in this order, in the ball's new column; gives the reward. */
  #moveVertically(): number {
    const target = this.ballRow + this.rowStep
    if (this.#isBrick(target)) return this.#runIntoBrick(target)
    this.latch = 0
    if (target < 0) this.rowStep = -this.rowStep
    else if (target >= LAST) this.#reachFloor()
    else this.ballRow = target
    return 0
  }

  #isBrick(row: number): boolean {
    if (row < FIRST_BRICK_ROW || row >= FIRST_BRICK_ROW + BRICK_ROWS) return false
    return (this.bricks[row - FIRST_BRICK_ROW] & (1 << this.ballColumn)) !== 0
  }

  /** The brick breaks and throws the ball back into its row; with the latch on the ball goes into the brick's cell instead. */
  #runIntoBrick(row: number): number {
    if (this.latch === 1) {
      this.ballRow = row
      return 0
    }
    this.bricks[row - FIRST_BRICK_ROW] ^= 1 << this.ballColumn
    this.rowStep = -this.rowStep
    this.latch = 1
    return 1
  }

  /** The paddle sends the ball back from below its old column, or from below its new one with the heading turned round. */
  #reachFloor(): void {
    if (!this.bricks.some((columns) => columns !== 0)) this.bricks.fill(FULL_ROW)
    if (this.paddle === this.trailColumn) {
      this.rowStep = -this.rowStep
    } else if (this.paddle === this.ballColumn) {
      this.rowStep = -this.rowStep
      this.columnStep = -this.columnStep
    } else {
      this.ballRow = LAST
      this.over = true
    }
  }

  draw(observation: Float32Array): void {
    mark(observation, CHANNELS, LAST, this.paddle, PADDLE)
    mark(observation, CHANNELS, this.ballRow, this.ballColumn, BALL)
    mark(observation, CHANNELS, this.trailRow, this.trailColumn, TRAIL)
    for (let i = 0; i < BRICK_ROWS; i++)
      markRow(observation, CHANNELS, FIRST_BRICK_ROW + i, this.bricks[i], BRICK)
  }

  save(): number[] {
    return [...numbersOf(this, NUMBERS), ...this.bricks]
  }

  load(numbers: PhysicsReader): void {
    numbers.fill(this, NUMBERS)
    numbers.fillRow(this.bricks, 'bricks', [0, FULL_ROW])
  }
}

export const breakout: GameEntry = {
  name: 'Breakout',
  about: 'Break bricks with a ball and keep it off the floor',
  channels: CHANNELS,
  minimalActions: [NOTHING, LEFT, RIGHT],
  create: () => new Breakout(),
}
