import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import { colours } from '../drawing/colours.ts'
import { rejectUnknownOptions, requireProbability } from '../options.ts'
import { TabularEnvironment } from './environment.ts'
import { type Cell, drawGrid } from './grid-picture.ts'
import { TabularMdp, type Transition } from './mdp.ts'
import { MOVES } from './moves.ts'

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
/** The free cells, by their states. */
const CELLS: readonly Cell[] = WALLS.flatMap((line, row) =>
  Array.from(line, (sign, column) => ({ row, column, free: sign === ' ' })).filter(({ free }) => free),
)
const GOAL = CELLS.length - 1

/** What may be chosen about `FourRooms-v0`. */
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

  override draw(canvas: Canvas, size: PictureSize): void {
    drawGrid(canvas, size, { rows: WALLS.length, columns: WALLS[0].length }, cellColour, CELLS[this.state])
  }
}

function cellColour({ row, column }: Cell): string {
  if (row === CELLS[GOAL].row && column === CELLS[GOAL].column) return colours.green
  return WALLS[row][column] === ' ' ? colours.ground : colours.line
}

function roomsMdp(slip: number): TabularMdp {
  const arrive = (state: number, direction: number): number => {
    const row = CELLS[state].row + MOVES[direction][0]
    const column = CELLS[state].column + MOVES[direction][1]
    const next = CELLS.findIndex((cell) => cell.row === row && cell.column === column)
    return next < 0 ? state : next
  }
  return new TabularMdp({
    states: CELLS.length,
    actions: MOVES.length,
    start: Float64Array.from(CELLS, (_, state) => (state === GOAL ? 0 : 1 / GOAL)),
    transitions(state, action): Transition[] {
      if (state === GOAL) return [{ probability: 1, next: GOAL, reward: 0, terminated: true }]
      return MOVES.map((_, direction) => {
        const next = arrive(state, direction)
        const probability = direction === action ? 1 - slip : slip / 3
        return { probability, next, reward: next === GOAL ? 1 : 0, terminated: next === GOAL }
      })
    },
  })
}
