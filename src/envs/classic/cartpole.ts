import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import type { Action, Environment, EnvironmentState, Step } from '../environment.ts'
import { Episode } from '../episode.ts'
import { invalidAction } from '../invalid.ts'
import { Outcome } from '../outcome.ts'
import { box, discrete } from '../spaces.ts'
import { drawCartPole } from './cartpole-picture.ts'

const GRAVITY = 9.8 // m/s²
const CART_MASS = 1.0 // kg
const POLE_MASS = 0.1 // kg
const TOTAL_MASS = POLE_MASS + CART_MASS
const HALF_LENGTH = 0.5 // m, from the pivot to the pole's centre
const POLE_MOMENT = POLE_MASS * HALF_LENGTH // kg·m
const FORCE = 10.0 // N
const TIME_STEP = 0.02 // s
const X_LIMIT = 2.4 // m
const THETA_LIMIT = (12 * 2 * Math.PI) / 360 // rad
const MAX_STEPS = 500
const FIELDS = ['x', 'xDot', 'theta', 'thetaDot'] as const

/**
 * A pole hinged on a cart, to be kept upright by pushing the cart (Barto, Sutton & Anderson, 1983): equal to Gymnasium's
 * CartPole-v1 step by step and seed by seed.
 *
 * Observation [4]: cart position in m, its velocity in m/s, pole angle in rad (0 is upright), its velocity in rad/s, as float32 of
 * the float64 physics. Actions: 0 pushes left, 1 pushes right, with 10 N for 0.02 s. Reward: 1 a step, the last one included.
 * Terminates beyond 2.4 m or 12°, is truncated at 500 steps; both are true if both happen at once, as in Gymnasium.
 */
export class CartPole implements Environment {
  readonly id = 'CartPole-v1'
  readonly observationSpace = box(
    [-2 * X_LIMIT, -Infinity, -2 * THETA_LIMIT, -Infinity],
    [2 * X_LIMIT, Infinity, 2 * THETA_LIMIT, Infinity],
    [4],
  )
  readonly actionSpace = discrete(2)
  readonly frameRate = 1 / TIME_STEP
  readonly #physics = new Float64Array(4)
  readonly #episode = new Episode(this.id, MAX_STEPS)

  /** Every component of the physics uniform on [−0.05, 0.05). */
  reset(seed?: number): Float32Array {
    this.#episode.start(seed)
    for (let i = 0; i < 4; i++) this.#physics[i] = this.#episode.random.uniform(-0.05, 0.05)
    return new Float32Array(this.#physics)
  }

  step(action: Action): Step {
    this.#episode.requireRunning()
    if (action !== 0 && action !== 1) throw invalidAction(this.id, action, '0 (push left) or 1 (push right)')
    const terminated = this.#move(action === 1 ? FORCE : -FORCE)
    const truncated = this.#episode.advance(terminated)
    return new Outcome(new Float32Array(this.#physics), 1, terminated, truncated)
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
    const [x, , theta] = this.#physics
    drawCartPole(canvas, size, { x, theta, poleLength: 2 * HALF_LENGTH, xLimit: X_LIMIT })
  }

  /**
   * One explicit Euler step; true if it left the limits. The equations are Florian's "Correct equations for the dynamics of the
   * cart-pole system" (2007) without friction, in Gymnasium's order of operations, so that the rounding is the same too.
   */
  #move(force: number): boolean {
    const physics = this.#physics
    const xDot = physics[1]
    const theta = physics[2]
    const thetaDot = physics[3]
    const cosine = Math.cos(theta)
    const sine = Math.sin(theta)
    const push = (force + POLE_MOMENT * (thetaDot * thetaDot) * sine) / TOTAL_MASS
    const thetaAcceleration =
      (GRAVITY * sine - cosine * push) /
      (HALF_LENGTH * (4 / 3 - (POLE_MASS * (cosine * cosine)) / TOTAL_MASS))
    const xAcceleration = push - (POLE_MOMENT * thetaAcceleration * cosine) / TOTAL_MASS

    physics[0] += TIME_STEP * xDot
    physics[1] += TIME_STEP * xAcceleration
    physics[2] += TIME_STEP * thetaDot
    physics[3] += TIME_STEP * thetaAcceleration
    return Math.abs(physics[0]) > X_LIMIT || Math.abs(physics[2]) > THETA_LIMIT
  }
}
