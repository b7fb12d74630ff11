import { type Action, type Environment, type Step, Wrapper } from '../../../envs/index.ts'

/** Tells, as it is played, after how many steps of an episode there is something new to see. */
export class Filmed extends Wrapper {
  readonly #onSight: (env: Environment, elapsed: number, last: boolean) => void
  #elapsed = 0

  /** @param onSight is called before the first step of an episode and after each, with the environment to be drawn. */
  constructor(env: Environment, onSight: (env: Environment, elapsed: number, last: boolean) => void) {
    super(env)
    this.#onSight = onSight
  }

  override reset(seed?: number): Float32Array {
    this.#elapsed = 0
    return this.inner.reset(seed)
  }

  override step(action: Action): Step {
    if (this.#elapsed === 0) this.#onSight(this.inner, 0, false)
    const step = this.inner.step(action)
    this.#elapsed++
    this.#onSight(this.inner, this.#elapsed, step.terminated || step.truncated)
    return step
  }
}
