/**
 * A corridor of five cells: walk right to the exit. It costs 0.1 a step, the exit pays 1, and after 20 steps time is up.
 * Train on it:  formscale train --env examples/environments/corridor.ts --steps 20000
 */
import { box, discrete, type Environment, type Step } from 'formscale/envs'

const CELLS = 5
const TIME = 20

export default class Corridor implements Environment {
  readonly id = 'Corridor'
  /** One-hot position. */
  readonly observationSpace = box(0, 1, [CELLS])
  /** 0: left, 1: right. */
  readonly actionSpace = discrete(2)
  #cell = 0
  #elapsed = 0

  reset(): Float32Array {
    this.#cell = 0
    this.#elapsed = 0
    return this.#observe()
  }

  step(action: number | ArrayLike<number>): Step {
    this.#cell = Math.max(0, this.#cell + (action === 1 ? 1 : -1))
    this.#elapsed++
    const out = this.#cell === CELLS
    return {
      observation: this.#observe(),
      reward: out ? 1 : -0.1,
      terminated: out,
      truncated: !out && this.#elapsed === TIME,
    }
  }

  /** With these two, a run that is killed and resumed ends in the same bits. */
  getState() {
    return { physics: [this.#cell], elapsed: this.#elapsed }
  }

  setState(state: { physics: number[] } & Record<string, unknown>): void {
    this.#cell = state.physics[0]
    if (typeof state['elapsed'] === 'number') this.#elapsed = state['elapsed']
  }

  #observe(): Float32Array {
    return Float32Array.from({ length: CELLS }, (_, i) => (i === this.#cell ? 1 : 0))
  }
}
