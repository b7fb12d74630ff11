import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import type { Action, Environment, EnvironmentState, Step } from '../environment.ts'
import { Episode } from '../episode.ts'
import { Outcome } from '../outcome.ts'
import { box } from '../spaces.ts'
import { onlyComponent } from './only-component.ts'
import { drawPendulum } from './pendulum-picture.ts'

const GRAVITY = 10.0 // m/s²
const MASS = 1.0 // kg
const LENGTH = 1.0 // m
const MAX_TORQUE = 2.0 // N·m
const MAX_SPEED = 8.0 // rad/s
const TIME_STEP = 0.05 // s
const MAX_STEPS = 200
const FIELDS = ['theta', 'thetaDot'] as const

/**
 * A rod on a motor too weak to lift it in one go, to be swung up and held: equal to Gymnasium's Pendulum-v1 step by step and seed by
 * seed for float64 actions. A float32 action is multiplied in float32 by Gymnasium with numpy 2: states differ by about 10⁻⁶.
 *
 * Physics: angle in rad (0 is upright, not wrapped), velocity in rad/s. Observation [3]: cosine and sine of the angle, then the
 * velocity, as float32 of the float64 physics. Action [1]: the torque in N·m, clipped to [−2, 2]. Reward, of the state before the
 * step and the clipped torque: −(angle² + 0.1 velocity² + 0.001 torque²), angle in [−π, π). Never terminates, is truncated at
 * 200 steps.
 */
export class Pendulum implements Environment {
  readonly id = 'Pendulum-v1'
  readonly observationSpace = box([-1, -1, -MAX_SPEED], [1, 1, MAX_SPEED], [3])
  readonly actionSpace = box(-MAX_TORQUE, MAX_TORQUE, [1])
  readonly frameRate = 1 / TIME_STEP
  readonly #physics = new Float64Array(2)
  readonly #episode = new Episode(this.id, MAX_STEPS)

  /** Angle uniform on [−π, π), velocity uniform on [−1, 1). */
  reset(seed?: number): Float32Array {
    this.#episode.start(seed)
    this.#physics[0] = this.#episode.random.uniform(-Math.PI, Math.PI)
    this.#physics[1] = this.#episode.random.uniform(-1, 1)
    return this.#observe()
  }

  step(action: Action): Step {
    this.#episode.requireRunning()
    const asked = onlyComponent(this.id, action, 'the torque in N·m')
    const torque = Math.min(Math.max(asked, -MAX_TORQUE), MAX_TORQUE)
    const [theta, thetaDot] = this.#physics
    const cost = wrap(theta) ** 2 + 0.1 * (thetaDot * thetaDot) + 0.001 * (torque * torque)
    this.#move(torque)
    const truncated = this.#episode.advance(false)
    return new Outcome(this.#observe(), -cost, false, truncated)
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
    drawPendulum(canvas, size, this.#physics[0])
  }

  #observe(): Float32Array {
    const [theta, thetaDot] = this.#physics
    return Float32Array.of(Math.cos(theta), Math.sin(theta), thetaDot)
  }

  /** One semi-implicit Euler step: the velocity first, and the angle by the new velocity. */
  #move(torque: number): void {
    const physics = this.#physics
    const pull = ((3 * GRAVITY) / (2 * LENGTH)) * Math.sin(physics[0])
    const push = (3 / (MASS * LENGTH ** 2)) * torque
    const thetaDot = physics[1] + (pull + push) * TIME_STEP
    physics[1] = Math.min(Math.max(thetaDot, -MAX_SPEED), MAX_SPEED)
    physics[0] += physics[1] * TIME_STEP
  }
}

/** An angle in rad as the same one within [−π, π). */
function wrap(angle: number): number {
  const turn = 2 * Math.PI
  const rest = (angle + Math.PI) % turn // has the sign of the dividend
  return (rest < 0 ? rest + turn : rest) - Math.PI
}
