import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import { rejectUnknownOptions, requireInteger, requireProbability } from '../options.ts'
import { TabularEnvironment } from './environment.ts'
import { drawGraph, row } from './graph-picture.ts'
import { TabularMdp } from './mdp.ts'

const ID = 'Chain-v0'
const MAX_STEPS = 100

/** What may be chosen about `Chain-v0`. */
export interface ChainOptions {
  /** Length of the chain, 2 … 1000. */
  states: number
  /** Probability that an action does what the other one would, 0 … 1. */
  slip: number
}

const DEFAULTS: ChainOptions = { states: 5, slip: 0.2 }

/**
 * The chain of Strens, "A Bayesian Framework for Reinforcement Learning" (2000), of any length: a small reward at once or a large one
 * at the far end.
 *
 * Action 0 goes back to the first state and pays 2; action 1 goes one state on, which pays nothing but in the last state, where it
 * stays and pays 10. Either does the other's work with probability `slip`. Never terminates, is truncated at 100 steps.
 *
 * With the defaults going on is best: 3.6768 a step in the long run, against 1.6032 for always going back.
 */
export class Chain extends TabularEnvironment {
  constructor(options: Partial<ChainOptions> = {}) {
    rejectUnknownOptions(ID, options, Object.keys(DEFAULTS))
    const { states, slip } = { ...DEFAULTS, ...options }
    requireInteger(ID, 'states', states, 2, 1000)
    requireProbability(ID, 'slip', slip)
    super(ID, chainMdp(states, slip), { maxSteps: MAX_STEPS })
  }

  override draw(canvas: Canvas, size: PictureSize): void {
    drawGraph(canvas, size, this.mdp, this.state, row(this.mdp.states, size))
  }
}

function chainMdp(states: number, slip: number): TabularMdp {
  return new TabularMdp({
    states,
    actions: 2,
    start: Float64Array.from({ length: states }, (_, state) => (state === 0 ? 1 : 0)),
    transitions(state, action) {
      const on = action === 1 ? 1 - slip : slip
      const last = state === states - 1
      return [
        { probability: 1 - on, next: 0, reward: 2, terminated: false },
        { probability: on, next: last ? state : state + 1, reward: last ? 10 : 0, terminated: false },
      ]
    },
  })
}
