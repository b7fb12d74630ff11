import { LAST, mark, SIZE } from './board.ts'
import { DOWN, type Draws, type Game, type GameEntry, NOTHING, UP } from './game.ts'
import { type Numbers, numbersOf, type PhysicsReader } from './physics.ts'

const CHANNELS = 7
const CHICKEN = 0
const CAR_CHANNEL = 1
const SPEED_1 = 2 // the channel of speed number s is SPEED_1 + s − 1
const CHICKEN_COLUMN = 4
const CHICKEN_INTERVAL = 3 // steps
const FIRST_LANE = 1 // row
const LANES = 8
const SPEEDS = 5
const TIME_LIMIT = 2500 // countdown; the episode lasts TIME_LIMIT + 1 steps

const NUMBERS = {
  chickenRow: [1, LAST],
  chickenCountdown: [0, CHICKEN_INTERVAL],
  timeCountdown: [Number.MIN_SAFE_INTEGER, TIME_LIMIT],
} as const

const CAR = { column: [0, LAST], direction: [-1, 1], speed: [1, SPEEDS], countdown: [0, SPEEDS] } as const
/** `direction` is −1 for left or 1 for right. A car with speed number s moves every s + 1 steps: 5 is the slowest. */
type Car = Numbers<typeof CAR>

/**
 * Bring a chicken across eight lanes of traffic, as often as possible. A car sends it back to the bottom row.
 *
 * Reward: 1 a crossing, after which the cars change their speeds and directions. Ends after 2501 steps. The chicken takes a step at
 * most every third step. Channels: 0 chicken, 1 cars, 2 to 6 the cell behind each car, in the channel of its speed number; it wraps
 * around the edges, as the cars do.
 */
export class Freeway implements Game {
  over = false
  chickenRow = LAST
  chickenCountdown = CHICKEN_INTERVAL
  timeCountdown = TIME_LIMIT
  /** The cars of rows 1 to 8. */
  readonly cars: readonly Car[] = Array.from({ length: LANES }, () => ({
    column: 0,
    direction: 1,
    speed: 1,
    countdown: 1,
  }))

  start(random: Draws): void {
    this.#changeCars(random)
  }

  step(action: number, random: Draws): number {
    if (this.chickenCountdown === 0) this.#moveChicken(action)
    const crossed = this.chickenRow === 0
    if (crossed) {
      this.#changeCars(random)
      this.chickenRow = LAST
    }
    for (let i = 0; i < LANES; i++) this.#driveOn(this.cars[i], FIRST_LANE + i)
    if (this.chickenCountdown > 0) this.chickenCountdown--
    this.timeCountdown--
    if (this.timeCountdown < 0) this.over = true
    return crossed ? 1 : 0
  }

  /** A chicken that tries to leave the bottom row downwards has to wait as well. */
  #moveChicken(action: number): void {
    if (action !== UP && action !== DOWN) return
    this.chickenCountdown = CHICKEN_INTERVAL
    this.chickenRow = action === UP ? this.chickenRow - 1 : Math.min(this.chickenRow + 1, LAST)
  }

  /** New speed numbers and directions, all equally likely; the cars stay where they are. */
  #changeCars(random: Draws): void {
    for (const car of this.cars) car.speed = car.countdown = random.integers(1, SPEEDS + 1)
    for (const car of this.cars) car.direction = random.integers(0, 2) === 0 ? -1 : 1
  }

  /** Hits the chicken in the cell that the car comes from as well as in the one that it goes to. */
  #driveOn(car: Car, row: number): void {
    this.#hitIfBelow(car, row)
    if (car.countdown > 0) {
      car.countdown--
      return
    }
    car.countdown = car.speed
    car.column = wrap(car.column + car.direction)
    this.#hitIfBelow(car, row)
  }

  #hitIfBelow(car: Car, row: number): void {
    if (car.column === CHICKEN_COLUMN && this.chickenRow === row) this.chickenRow = LAST
  }

  draw(observation: Float32Array): void {
    mark(observation, CHANNELS, this.chickenRow, CHICKEN_COLUMN, CHICKEN)
    for (let i = 0; i < LANES; i++) {
      const { column, direction, speed } = this.cars[i]
      mark(observation, CHANNELS, FIRST_LANE + i, column, CAR_CHANNEL)
      mark(observation, CHANNELS, FIRST_LANE + i, wrap(column - direction), SPEED_1 + speed - 1)
    }
  }

  save(): number[] {
    return [...numbersOf(this, NUMBERS), ...this.cars.flatMap((car) => numbersOf(car, CAR))]
  }

  load(numbers: PhysicsReader): void {
    numbers.fill(this, NUMBERS)
    for (const [i, car] of this.cars.entries()) numbers.fill(car, CAR, `cars[${i}].`)
  }
}

/** A column one beyond an edge is the one at the other edge. */
function wrap(column: number): number {
  if (column < 0) return LAST
  return column < SIZE ? column : 0
}

export const freeway: GameEntry = {
  name: 'Freeway',
  about: 'Cross eight lanes of traffic, as often as 2501 steps allow',
  channels: CHANNELS,
  minimalActions: [NOTHING, UP, DOWN],
  create: () => new Freeway(),
}
