import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import type { Action, Environment, EnvironmentState, Step } from '../environment.ts'
import { Episode } from '../episode.ts'
import { invalidAction } from '../invalid.ts'
import { Outcome } from '../outcome.ts'
import { box, discrete } from '../spaces.ts'
import { drawAcrobot } from './acrobot-picture.ts'

const GRAVITY = 9.8 // m/s²
const MASS = 1.0 // kg, of each link
const LENGTH = 1.0 // m, of the first link
const CENTRE = 0.5 // m, from a link's joint to its centre of mass
const MOMENT = 1.0 // kg·m², of each link
const TIME_STEP = 0.2 // s
const MAX_SPEED_1 = 4 * Math.PI // rad/s
const MAX_SPEED_2 = 9 * Math.PI // rad/s
const MAX_STEPS = 500
const FIELDS = ['theta1', 'theta2', 'theta1Dot', 'theta2Dot'] as const

/**
 * Two links that hang from a fixed joint, to be swung up by a motor between them (Sutton, 1996): equal to Gymnasium's Acrobot-v1
 * step by step and seed by seed.
 *
 * Physics: angle of the first link in rad (0 hangs down), angle of the second relative to it, their velocities in rad/s.
 * Observation [6]: cosine and sine of each angle, then the velocities, as float32 of the float64 physics. Actions: 0, 1, 2 are a
 * torque of −1, 0, +1 N·m for 0.2 s. Reward: −1 a step, 0 for the last one. Terminates when the free end is more than 1 m above the
 * fixed joint, is truncated at 500 steps.
 */
export class Acrobot implements Environment {
  readonly id = 'Acrobot-v1'
  readonly observationSpace = box(
    [-1, -1, -1, -1, -MAX_SPEED_1, -MAX_SPEED_2],
    [1, 1, 1, 1, MAX_SPEED_1, MAX_SPEED_2],
    [6],
  )
  readonly actionSpace = discrete(3)
  readonly frameRate = 15 // not 1 / TIME_STEP: that is too slow to watch
  readonly #physics = new Float64Array(4)
  readonly #episode = new Episode(this.id, MAX_STEPS)

  /**
   * Every component of the physics uniform on [−0.1, 0.1), rounded to float32. Gymnasium takes these first cosines and sines in
   * float32 too, so that they may differ in the last bit.
   */
  reset(seed?: number): Float32Array {
    this.#episode.start(seed)
    for (let i = 0; i < 4; i++) this.#physics[i] = Math.fround(this.#episode.random.uniform(-0.1, 0.1))
    return this.#observe()
  }

  step(action: Action): Step {
    this.#episode.requireRunning()
    if (action !== 0 && action !== 1 && action !== 2)
      throw invalidAction(this.id, action, '0, 1 or 2 (torque of −1, 0 or +1 N·m)')
    const physics = this.#physics
    rungeKutta(physics, action - 1)
    physics[0] = wrap(physics[0])
    physics[1] = wrap(physics[1])
    physics[2] = Math.min(Math.max(physics[2], -MAX_SPEED_1), MAX_SPEED_1)
    physics[3] = Math.min(Math.max(physics[3], -MAX_SPEED_2), MAX_SPEED_2)
    const terminated = -Math.cos(physics[0]) - Math.cos(physics[1] + physics[0]) > 1
    const truncated = this.#episode.advance(terminated)
    return new Outcome(this.#observe(), terminated ? 0 : -1, terminated, truncated)
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
    drawAcrobot(canvas, size, this.#physics[0], this.#physics[1])
  }

  #observe(): Float32Array {
    const [theta1, theta2, theta1Dot, theta2Dot] = this.#physics
    return Float32Array.of(
      Math.cos(theta1),
      Math.sin(theta1),
      Math.cos(theta2),
      Math.sin(theta2),
      theta1Dot,
      theta2Dot,
    )
  }
}

/** Numbers of all four fields; an array literal costs less than a Float64Array. */
type Vector = readonly [number, number, number, number]

/** An angle in rad as the same one within [−π, π]. */
function wrap(angle: number): number {
  let wrapped = angle
  while (wrapped > Math.PI) wrapped -= 2 * Math.PI
  while (wrapped < -Math.PI) wrapped += 2 * Math.PI
  return wrapped
}

/** One step of the classical fourth-order Runge-Kutta method on `physics` [4], in place, under a torque in N·m. */
function rungeKutta(physics: Float64Array, torque: number): void {
  const half = TIME_STEP / 2
  const k1 = derivatives(physics, torque)
  const k2 = derivatives(moved(physics, half, k1), torque)
  const k3 = derivatives(moved(physics, half, k2), torque)
  const k4 = derivatives(moved(physics, TIME_STEP, k3), torque)
  for (let i = 0; i < 4; i++) physics[i] += (TIME_STEP / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i])
}

/** physics + time · slope, [4]; time in s. */
function moved(physics: Float64Array, time: number, slope: Vector): Vector {
  return [
    physics[0] + time * slope[0],
    physics[1] + time * slope[1],
    physics[2] + time * slope[2],
    physics[3] + time * slope[3],
  ]
}

/**
 * The time derivatives [4] of the physics [4]: the equations in Sutton & Barto, "Reinforcement Learning: An Introduction" (their
 * Acrobot, not the shorter ones of the 1996 paper), in Gymnasium's order of operations, so that the rounding is the same too.
 */
function derivatives(physics: ArrayLike<number>, torque: number): Vector {
  const theta1 = physics[0]
  const theta2 = physics[1]
  const theta1Dot = physics[2]
  const theta2Dot = physics[3]
  const cosine = Math.cos(theta2)
  const sine = Math.sin(theta2)
  const lever = MASS * LENGTH * CENTRE // kg·m²
  const d1 =
    MASS * CENTRE ** 2 + MASS * (LENGTH ** 2 + CENTRE ** 2 + 2 * LENGTH * CENTRE * cosine) + MOMENT + MOMENT
  const d2 = MASS * (CENTRE ** 2 + LENGTH * CENTRE * cosine) + MOMENT
  const phi2 = MASS * CENTRE * GRAVITY * Math.cos(theta1 + theta2 - Math.PI / 2)
  const phi1 =
    -lever * (theta2Dot * theta2Dot) * sine -
    2 * lever * theta2Dot * theta1Dot * sine +
    (MASS * CENTRE + MASS * LENGTH) * GRAVITY * Math.cos(theta1 - Math.PI / 2) +
    phi2
  const acceleration2 =
    (torque + (d2 / d1) * phi1 - lever * (theta1Dot * theta1Dot) * sine - phi2) /
    (MASS * CENTRE ** 2 + MOMENT - (d2 * d2) / d1)
  const acceleration1 = -(d2 * acceleration2 + phi1) / d1
  return [theta1Dot, theta2Dot, acceleration1, acceleration2]
}
