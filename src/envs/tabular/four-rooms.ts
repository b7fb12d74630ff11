import { rejectUnknownOptions } from '../options.ts'
import { TabularEnvironment } from './environment.ts'
import { TabularMdp, type Transition } from './mdp.ts'
import { MOVES } from './moves.ts'
import { requireProbability } from './options.ts'

const ID = 'FourRooms-v0'
const MAX_STEPS = 500
const WALLS = [
  '#############',
  '#     #     #',
  '#     #     #',
  '#           #',
  '#     #     #',
  '#     #     #',
  '## ####     #',
  '#     ### ###',
  '#     #     #',
  '#     #     #',
  '#           #',
  '#     #     #',
  '#############',
]

export interface FourRoomsOptions {
  /** Probability that a move goes one of the three other ways, each as likely, 0 … 1. */
  slip: number
}

const DEFAULTS: FourRoomsOptions = { slip: 1 / 3 }

/**
 * The four rooms of Sutton, Precup & Singh, "Between MDPs and semi-MDPs" (1999), joined by hallways of one cell, with our own start
 * and goal.
 *
 * States: the 104 free cells, row by row from the upper left. Actions: 0 up, 1 right, 2 down, 3 left, into a wall there is no move.
 * Starts in any cell but the goal, the one at the lower right. Reward: 1 at the goal, else 0. Terminates there, is truncated at
 * 500 steps.
 */
export class FourRooms extends TabularEnvironment {
  constructor(options: Partial<FourRoomsOptions> = {}) {
    rejectUnknownOptions(ID, options, Object.keys(DEFAULTS))
    const { slip } = { ...DEFAULTS, ...options }
    requireProbability(ID, 'slip', slip)
    super(ID, roomsMdp(slip), { maxSteps: MAX_STEPS })
  }
}

function roomsMdp(slip: number): TabularMdp {
  const cells = WALLS.flatMap((line, row) =>
    Array.from(line, (sign, column) => ({ row, column, free: sign === ' ' })).filter(({ free }) => free),
  )
  const goal = cells.length - 1
  const arrive = (state: number, direction: number): number => {
    const row = cells[state].row + MOVES[direction][0]
    const column = cells[state].column + MOVES[direction][1]
    const next = cells.findIndex((cell) => cell.row === row && cell.column === column)
    return next < 0 ? state : next
  }
  return new TabularMdp({
    states: cells.length,
    actions: MOVES.length,
    start: Float64Array.from(cells, (_, state) => (state === goal ? 0 : 1 / goal)),
    transitions(state, action): Transition[] {
      if (state === goal) return [{ probability: 1, next: goal, reward: 0, terminated: true }]
      return MOVES.map((_, direction) => {
        const next = arrive(state, direction)
        const probability = direction === action ? 1 - slip : slip / 3
        return { probability, next, reward: next === goal ? 1 : 0, terminated: next === goal }
      })
    },
  })
}
