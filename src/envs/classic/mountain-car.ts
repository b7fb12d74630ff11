import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import type { Action, Environment, EnvironmentState, Step } from '../environment.ts'
import { Episode } from '../episode.ts'
import { invalidAction } from '../invalid.ts'
import { Outcome } from '../outcome.ts'
import { box, discrete } from '../spaces.ts'
import { clip, MAX_POSITION, MAX_SPEED, MIN_POSITION, SLOPE } from './hill.ts'
import { drawHill } from './hill-picture.ts'

const FORCE = 0.001 // track units per step²
const GOAL = 0.5 // track units
const MAX_STEPS = 200
const FIELDS = ['position', 'velocity'] as const

/**
 * A car too weak for the hill in front of it, which must first roll back for a run-up (Moore, 1990): equal to Gymnasium's
 * MountainCar-v0 step by step and seed by seed.
 *
 * Observation [2]: position in track units (the valley's floor is at −π/6), velocity in track units per step, as float32 of the
 * float64 physics. Actions: 0 accelerates left, 1 coasts, 2 accelerates right. Reward: −1 a step, the last one included. Terminates at
 * position 0.5, is truncated at 200 steps; both are true if both happen at once, as in Gymnasium.
 */
export class MountainCar implements Environment {
  readonly id = 'MountainCar-v0'
  readonly observationSpace = box([MIN_POSITION, -MAX_SPEED], [MAX_POSITION, MAX_SPEED], [2])
  readonly actionSpace = discrete(3)
  readonly #physics = new Float64Array(2)
  readonly #episode = new Episode(this.id, MAX_STEPS)

  /** Position uniform on [−0.6, −0.4), at rest. */
  reset(seed?: number): Float32Array {
    this.#episode.start(seed)
    this.#physics[0] = this.#episode.random.uniform(-0.6, -0.4)
    this.#physics[1] = 0
    return new Float32Array(this.#physics)
  }

  step(action: Action): Step {
    this.#episode.requireRunning()
    if (action !== 0 && action !== 1 && action !== 2)
      throw invalidAction(this.id, action, '0 (left), 1 (coast) or 2 (right)')
    const physics = this.#physics
    const velocity = clip(
      physics[1] + ((action - 1) * FORCE + Math.cos(3 * physics[0]) * -SLOPE),
      -MAX_SPEED,
      MAX_SPEED,
    )
    physics[0] = clip(physics[0] + velocity, MIN_POSITION, MAX_POSITION)
    physics[1] = physics[0] === MIN_POSITION && velocity < 0 ? 0 : velocity // the wall takes all speed
    const terminated = physics[0] >= GOAL && physics[1] >= 0
    const truncated = this.#episode.advance(terminated)
    return new Outcome(new Float32Array(physics), -1, terminated, truncated)
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
}
