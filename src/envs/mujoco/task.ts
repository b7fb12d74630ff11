import type { Pcg64 } from '../../random/index.ts'
import type { Camera } from './camera.ts'
import type { ModelFacts } from './model.ts'
import type { Physics } from './simulation.ts'

/** What makes a task of a model: how it starts, what is seen, what is rewarded, how it ends. */
export interface Task {
  readonly id: string
  /** One line for people. */
  readonly about: string
  readonly model: ModelFacts
  /** Time steps of the model a step. */
  readonly frameSkip: number
  /** Steps until an episode is truncated. */
  readonly maxSteps: number
  readonly observationSize: number
  /** From where it is drawn. */
  readonly camera: Camera
  /** Whether observation or reward need `cfrcExt`. */
  readonly forces?: true
  /** Makes a start of the model's initial positions `qpos` and of `qvel`, all 0. */
  start(random: Pcg64, qpos: Float64Array, qvel: Float64Array): void
  observe(physics: Physics, into: Float32Array): void
  terminated(physics: Physics): boolean
  /** The x coordinate, in m, whose velocity the reward counts. */
  x?(physics: Physics): number
  /** The reward of a step, from what it led to: dx/dt in m/s over the whole step (0 without an `x`), and whether it terminated. */
  reward(physics: Physics, xVelocity: number, terminated: boolean): number
}

/** Every position and velocity moved by a uniform draw from [−scale, scale): the same draws as Gymnasium's. */
export function uniformStart(scale: number): Task['start'] {
  return (random, qpos, qvel) => {
    addUniform(random, qpos, scale)
    addUniform(random, qvel, scale)
  }
}

/** Positions moved as Gymnasium does; every velocity a normal draw of standard deviation `scale`, whose values aren't numpy's. */
export function normalStart(scale: number): Task['start'] {
  return (random, qpos, qvel) => {
    addUniform(random, qpos, scale)
    for (let i = 0; i < qvel.length; i++) qvel[i] += scale * random.normal()
  }
}

export function addUniform(random: Pcg64, values: Float64Array, scale: number): void {
  for (let i = 0; i < values.length; i++) values[i] += random.uniform(-scale, scale)
}

/** Writes values[from …], each clipped to ±limit, into[at …); gives the place after them. */
export function put(
  into: Float32Array,
  at: number,
  values: Float64Array,
  from = 0,
  limit = Number.POSITIVE_INFINITY,
): number {
  for (let i = from; i < values.length; i++) into[at++] = clip(values[i], limit)
  return at
}

/** Σ values², each value clipped to ±limit. */
export function sumOfSquares(values: Float64Array, limit = Number.POSITIVE_INFINITY): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    const value = clip(values[i], limit)
    sum += value * value
  }
  return sum
}

export function clip(value: number, limit: number): number {
  return Math.min(Math.max(value, -limit), limit)
}

export function allFinite(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false
  return true
}
