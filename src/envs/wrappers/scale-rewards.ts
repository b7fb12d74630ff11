import type { Action, Environment, Step } from '../environment.ts'
import { Wrapper } from './wrapper.ts'

/** Multiplies every reward by `factor`, and with it the regret if that is > 0: for another factor other policies are best. */
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
    if (!env.regret) return
    this.regret = (policy, gamma) => {
      const regret = factor > 0 ? env.regret!(policy, gamma) : undefined
      return regret === undefined ? undefined : factor * regret
    }
  }

  override step(action: Action): Step {
    const step = this.inner.step(action)
    return { ...step, reward: this.#factor * step.reward }
  }
}
