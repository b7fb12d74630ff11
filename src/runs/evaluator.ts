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
  readonly #source: EnvironmentSource
  #environment: VectorEnvironment | undefined
  #stepsBefore: number

  /** @param best of the run so far. */
  constructor(session: Session, source: EnvironmentSource, best: Result['best']) {
    this.#session = session
    this.#source = source
    this.#best = best
    this.#stepsBefore = session.steps
  }

  get best(): Result['best'] {
    return this.#best
  }

  close(): void {
    this.#environment?.close()
  }

  /**
   * Evaluates after an update that completed another `evaluateEvery` steps, and after the last. Undefined after others, and
   * where the settings ask for none.
   */
  async afterUpdate(signal: StopSignal | undefined): Promise<EvaluationRecord | undefined> {
    const { config, policy, steps, finished } = this.#session
    const { evaluateEvery: every, evaluateEpisodes: episodes, evaluateGreedily: deterministic, seed } = config
    const before = this.#stepsBefore
    this.#stepsBefore = steps
    if (every === null || signal?.aborted) return undefined
    if (!finished && Math.floor(steps / every) === Math.floor(before / every)) return undefined
    this.#environment ??= await createEnvironments(this.#source, 1)
    const evaluation = await evaluateIn(this.#environment, policy, { episodes, deterministic, seed })
    const isBest = this.#best === undefined || evaluation.meanReturn > this.#best.meanReturn
    if (isBest) this.#best = { step: steps, meanReturn: evaluation.meanReturn }
    return { ...evaluation, step: steps, isBest }
  }
}
