import { createEnvironments, type EnvironmentSource, type VectorEnvironment } from '../rollouts/index.ts'
import { type Evaluation, evaluateIn, type Session, type StopSignal } from '../training/index.ts'
import type { Result } from '../training/metrics.ts'

/** What came of an evaluation while training. */
export interface EvaluationRecord extends Evaluation {
  /** Environment steps of training done. */
  readonly step: number
  /** Whether no evaluation before had a higher mean return. */
  readonly isBest: boolean
}

/**
 * Evaluates the policy while it is trained, in an environment of its own and with seeds of its own, the same each time: the
 * run has the same bits with it and without.
 */
export class Evaluator {
  #best: Result['best']
  readonly #session: Session
  readonly #environment: VectorEnvironment
  readonly #every: number
  #stepsBefore: number

  private constructor(session: Session, environment: VectorEnvironment, every: number, best: Result['best']) {
    this.#session = session
    this.#environment = environment
    this.#every = every
    this.#best = best
    this.#stepsBefore = session.steps
  }

  /** Undefined where the settings ask for no evaluations. */
  static async open(
    session: Session,
    source: EnvironmentSource,
    previous: Result | undefined,
  ): Promise<Evaluator | undefined> {
    const { evaluateEvery } = session.config
    if (evaluateEvery === null) return undefined
    return new Evaluator(session, await createEnvironments(source, 1), evaluateEvery, previous?.best)
  }

  get best(): Result['best'] {
    return this.#best
  }

  close(): void {
    this.#environment.close()
  }

  /** Evaluates after an update that completed another `evaluateEvery` steps, and after the last. Undefined after others. */
  async afterUpdate(signal: StopSignal | undefined): Promise<EvaluationRecord | undefined> {
    const { config, policy, steps, finished } = this.#session
    const isDue = finished || Math.floor(steps / this.#every) > Math.floor(this.#stepsBefore / this.#every)
    this.#stepsBefore = steps
    if (!isDue || signal?.aborted) return undefined
    const evaluation = await this.#session.beside(() =>
      evaluateIn(this.#environment, policy, { episodes: config.evaluateEpisodes, seed: config.seed }),
    )
    const isBest = this.#best === undefined || evaluation.meanReturn > this.#best.meanReturn
    if (isBest) this.#best = { step: steps, meanReturn: evaluation.meanReturn }
    return { ...evaluation, step: steps, isBest }
  }
}
