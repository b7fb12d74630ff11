import type { Action, Environment, Step } from '../environment.ts'
import { shown } from '../invalid.ts'
import { Wrapper } from './wrapper.ts'

/** Multiplies every reward by `factor`, and with it the regret if that is > 0: for another factor other policies are best. */
export function scaleRewards(env: Environment, factor: number): Environment {
  if (!Number.isFinite(factor))
    throw new Error(`scaleRewards: factor is ${factor}; it must be a finite number`)
  const wrapped = new MappedRewards(env, (reward) => factor * reward)
  if (env.regret)
    wrapped.regret = (policy, gamma) => {
      const regret = factor > 0 ? env.regret!(policy, gamma) : undefined
      return regret === undefined ? undefined : factor * regret
    }
  return wrapped
}

/** Clips every reward to [−bound, bound]. Regret is then not known. */
export function clipRewards(env: Environment, bound = 1): Environment {
  if (!(Number.isFinite(bound) && bound >= 0))
    throw new Error(`clipRewards: bound is ${shown(bound)}; it must be a finite number ≥ 0`)
  const wrapped = new MappedRewards(env, (reward) => Math.max(-bound, Math.min(bound, reward)))
  if (env.regret) wrapped.regret = () => undefined
  return wrapped
}

class MappedRewards extends Wrapper {
  readonly #map: (reward: number) => number

  constructor(env: Environment, map: (reward: number) => number) {
    super(env)
    this.#map = map
  }

  override step(action: Action): Step {
    const step = this.inner.step(action)
    return { ...step, reward: this.#map(step.reward) }
  }
}
