import type { Action, Environment, Step } from '../environment.ts'
import { invalidState, shown } from '../invalid.ts'
import { Wrapper } from './wrapper.ts'

/**
 * Truncates episodes after `maxSteps` steps, in place of the time limit of a built-in environment. One of your own that
 * truncates by itself needs `limitSteps` to go on for longer.
 */
export function timeLimit(env: Environment, maxSteps: number): Environment {
  if (!(Number.isInteger(maxSteps) && maxSteps > 0))
    throw new Error(`timeLimit: maxSteps is ${shown(maxSteps)}; it must be a whole number > 0`)
  env.limitSteps?.(maxSteps)
  return new TimeLimit(env, maxSteps)
}

class TimeLimit extends Wrapper {
  #maxSteps: number
  #elapsed = 0

  constructor(env: Environment, maxSteps: number) {
    super(env)
    this.#maxSteps = maxSteps
    this.limitSteps = (other) => {
      env.limitSteps?.(other)
      this.#maxSteps = other
    }
  }

  override reset(seed?: number): Float32Array {
    this.#elapsed = 0
    return this.inner.reset(seed)
  }

  override step(action: Action): Step {
    const step = this.inner.step(action)
    this.#elapsed++
    return this.#elapsed < this.#maxSteps ? step : { ...step, truncated: true }
  }

  protected override remember(): Record<string, unknown> {
    return { timeLimitElapsed: this.#elapsed }
  }

  protected override recall({ timeLimitElapsed }: Record<string, unknown>): void {
    if (timeLimitElapsed === undefined) return
    if (!Number.isSafeInteger(timeLimitElapsed) || (timeLimitElapsed as number) < 0)
      throw invalidState(this.id, 'timeLimitElapsed', 'an integer ≥ 0', shown(timeLimitElapsed))
    this.#elapsed = timeLimitElapsed as number
  }
}
