import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import { colours } from '../drawing/colours.ts'
import { rejectUnknownOptions } from '../options.ts'
import { TabularEnvironment } from './environment.ts'
import { type Cell, drawGrid } from './grid-picture.ts'
import { TabularMdp, type Transition } from './mdp.ts'
import { MOVES } from './moves.ts'

const ID = 'CliffWalk-v0'
const ROWS = 4
const COLUMNS = 12
const START = (ROWS - 1) * COLUMNS
const GOAL = ROWS * COLUMNS - 1
const MAX_STEPS = 200

/**
 * The cliff of Sutton & Barto, "Reinforcement Learning: An Introduction", example 6.6: the shortest way runs along an edge.
 *
 * State 12·row + column on 4 rows of 12 cells, from the upper left; start at the lower left, goal at the lower right, cliff in between.
 * Actions: 0 up, 1 right, 2 down, 3 left; off the grid there is no move. Reward: −1 a step; −100 for a step into the cliff, which
 * leads back to the start. Terminates at the goal, is truncated at 200 steps. Undiscounted, the best return is −13.
 */
export class CliffWalk extends TabularEnvironment {
  constructor(options: object = {}) {
    rejectUnknownOptions(ID, options, [])
    super(ID, cliffMdp(), { maxSteps: MAX_STEPS })
  }

  override draw(canvas: Canvas, size: PictureSize): void {
    const agent = { row: Math.floor(this.state / COLUMNS), column: this.state % COLUMNS }
    drawGrid(canvas, size, { rows: ROWS, columns: COLUMNS }, cellColour, agent)
  }
}

function cellColour({ row, column }: Cell): string {
  const state = row * COLUMNS + column
  if (state === GOAL) return colours.green
  return state > START ? colours.red : colours.ground
}

function cliffMdp(): TabularMdp {
  return new TabularMdp({
    states: ROWS * COLUMNS,
    actions: MOVES.length,
    start: Float64Array.from({ length: ROWS * COLUMNS }, (_, state) => (state === START ? 1 : 0)),
    transitions: (state, action) => [{ probability: 1, ...move(state, action) }],
  })
}

function move(state: number, action: number): Omit<Transition, 'probability'> {
  if (state === GOAL) return { next: GOAL, reward: 0, terminated: true }
  const row = Math.min(Math.max(Math.floor(state / COLUMNS) + MOVES[action][0], 0), ROWS - 1)
  const column = Math.min(Math.max((state % COLUMNS) + MOVES[action][1], 0), COLUMNS - 1)
  const next = row * COLUMNS + column
  if (next > START && next < GOAL) return { next: START, reward: -100, terminated: false }
  return { next, reward: -1, terminated: next === GOAL }
}
