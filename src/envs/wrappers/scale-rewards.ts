import type { Action, Environment, Step } from '../environment.ts'
import { Wrapper } from './wrapper.ts'

/** Multiplies every reward, and with it the regret, by `factor`. */
export function scaleRewards(env: Environment, factor: number): Environment {
  if (!Number.isFinite(factor))
    throw new Error(`scaleRewards: factor is ${factor}; it must be a finite number`)
  return new ScaledRewards(env, factor)
}

class ScaledRewards extends Wrapper {
  readonly #factor: number

  constructor(env: Environment, factor: number) {
    super(env)
    this.#factor = factor
  }

  override step(action: Action): Step {
    const step = this.inner.step(action)
    return { ...step, reward: this.#factor * step.reward }
  }
}
