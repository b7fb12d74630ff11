import type { Action, Environment, Step } from '../environment.ts'
import { box } from '../spaces.ts'
import { Wrapper } from './wrapper.ts'

/** Maps each number of an observation linearly from its bounds, which must be finite and differ, to 0..1: pixels, say. */
export function scaleObservations(env: Environment): Environment {
  const { observationSpace: space } = env
  if (space.kind !== 'box')
    throw new Error(`scaleObservations: ${env.id}'s observation space is ${space.kind}; it must be a box`)
  const span = Float64Array.from(space.high, (high, i) => high - space.low[i])
  const unfit = span.findIndex((one) => !(Number.isFinite(one) && one > 0))
  if (unfit >= 0)
    throw new Error(
      `scaleObservations: ${env.id}'s observation[${unfit}] has the bounds ${space.low[unfit]} and ${space.high[unfit]}, ` +
        'which nothing can be scaled by; normaliseObservations learns a scale',
    )
  return new ScaledObservations(env, Float64Array.from(space.low), span, space.shape)
}

class ScaledObservations extends Wrapper {
  readonly #low: Float64Array
  readonly #span: Float64Array

  constructor(env: Environment, low: Float64Array, span: Float64Array, shape: readonly number[]) {
    super(env, { observationSpace: box(0, 1, shape) })
    this.#low = low
    this.#span = span
  }

  override reset(seed?: number): Float32Array {
    return this.#scaled(this.inner.reset(seed))
  }

  override step(action: Action): Step {
    const step = this.inner.step(action)
    return { ...step, observation: this.#scaled(step.observation) }
  }

  #scaled(observation: Float32Array): Float32Array {
    return observation.map((number, i) => (number - this.#low[i]) / this.#span[i])
  }
}
