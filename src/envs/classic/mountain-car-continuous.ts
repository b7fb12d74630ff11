import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import type { Action, Environment, EnvironmentState, Step } from '../environment.ts'
import { Episode } from '../episode.ts'
import { Outcome } from '../outcome.ts'
import { box } from '../spaces.ts'
import { clip, MAX_POSITION, MAX_SPEED, MIN_POSITION, SLOPE } from './hill.ts'
import { drawHill } from './hill-picture.ts'
import { onlyComponent } from './only-component.ts'

const POWER = 0.0015 // track units per step² for a force of 1
const GOAL = 0.45 // track units
const MAX_STEPS = 999
const FIELDS = ['position', 'velocity'] as const

/**
 * The mountain car with a force to choose (Moore, 1990): equal to Gymnasium's MountainCarContinuous-v0 step by step and seed by seed.
 *
 * Observation [2]: position in track units, velocity in track units per step. Action [1]: the force, clipped to [−1, 1]. Reward:
 * −0.1 times the square of the force asked for, unclipped, and 100 more at the goal. Terminates at position 0.45, is truncated at
 * 999 steps; both are true if both happen at once, as in Gymnasium.
 *
 * The physics is computed in float64 and rounded to float32 after every step, as Gymnasium does with numpy 1; with numpy 2 it
 * computes in float32, which differs by about 10⁻⁶.
 */
export class MountainCarContinuous implements Environment {
  readonly id = 'MountainCarContinuous-v0'
  readonly observationSpace = box([MIN_POSITION, -MAX_SPEED], [MAX_POSITION, MAX_SPEED], [2])
  readonly actionSpace = box(-1, 1, [1])
  readonly #physics = new Float64Array(2)
  readonly #episode = new Episode(this.id, MAX_STEPS)

  /** Position uniform on [−0.6, −0.4), at rest; not rounded before the first step. */
  reset(seed?: number): Float32Array {
    this.#episode.start(seed)
    this.#physics[0] = this.#episode.random.uniform(-0.6, -0.4)
    this.#physics[1] = 0
    return new Float32Array(this.#physics)
  }

  step(action: Action): Step {
    this.#episode.requireRunning()
    const asked = onlyComponent(this.id, action, 'the force')
    const terminated = this.#move(clip(asked, -1, 1))
    const truncated = this.#episode.advance(terminated)
    const reward = (terminated ? 100 : 0) - asked * asked * 0.1
    return new Outcome(new Float32Array(this.#physics), reward, terminated, truncated)
  }

  limitSteps(maxSteps: number): void {
    this.#episode.limit(maxSteps)
  }

  getState(): EnvironmentState {
    return { physics: [...this.#physics], ...this.#episode.getState() }
  }

  setState(state: { physics: number[] } & Record<string, unknown>): void {
    const physics = this.#episode.physicsOf(state, FIELDS)
    this.#episode.setState(state)
    this.#physics.set(physics)
  }

  draw(canvas: Canvas, size: PictureSize): void {
    drawHill(canvas, size, this.#physics[0], GOAL)
  }

  /** One step in Gymnasium's order of operations; true if it reached the goal, which is judged before the rounding. */
  #move(force: number): boolean {
    const physics = this.#physics
    const push = force * POWER - SLOPE * Math.cos(3 * physics[0])
    let velocity = clip(physics[1] + push, -MAX_SPEED, MAX_SPEED)
    const position = clip(physics[0] + velocity, MIN_POSITION, MAX_POSITION)
    if (position === MIN_POSITION && velocity < 0) velocity = 0 // the wall takes all speed
    physics[0] = Math.fround(position)
    physics[1] = Math.fround(velocity)
    return position >= GOAL && velocity >= 0
  }
}
