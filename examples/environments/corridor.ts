/**
 * A corridor of five cells: walk right to the exit. It costs 0.1 a step, the exit pays 1, and after 20 steps time is up.
 * Train on it:  formscale train --env examples/environments/corridor.ts --steps 20000 --out corridor
 * See it play:  formscale eval corridor --episodes 3 --gif corridor.gif
 */
import { box, type Canvas, discrete, type Environment, type PictureSize, type Step } from 'formscale/envs'

const CELLS = 5
const TIME = 20

export default class Corridor implements Environment {
  readonly id = 'Corridor'
  /** One-hot position. */
  readonly observationSpace = box(0, 1, [CELLS])
  /** 0: left, 1: right. */
  readonly actionSpace = discrete(2)
  /** Steps a second at which it is nice to watch. */
  readonly frameRate = 5
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

  /** The cells, the exit, and a disc where it is: the present state on a background, and nothing else. */
  draw(canvas: Canvas, { width, height }: PictureSize): void {
    canvas.fillStyle = '#f1f4f8'
    canvas.fillRect(0, 0, width, height)
    const side = width / (CELLS + 2)
    const top = (height - side) / 2
    for (let cell = 0; cell <= CELLS; cell++) {
      canvas.fillStyle = cell === CELLS ? '#3b9c6c' : '#cdd6e0'
      canvas.fillRect((cell + 0.55) * side, top, 0.9 * side, side)
    }
    canvas.fillStyle = '#e3803a'
    canvas.beginPath()
    canvas.arc((this.#cell + 1) * side, height / 2, 0.3 * side, 0, 2 * Math.PI)
    canvas.fill()
  }

  #observe(): Float32Array {
    return Float32Array.from({ length: CELLS }, (_, i) => (i === this.#cell ? 1 : 0))
  }
}
