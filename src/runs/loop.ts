import type { EnvironmentSource, Episode } from '../rollouts/index.ts'
import {
  aimReached,
  type Change,
  EventLoopBreaks,
  encodeCheckpoint,
  type Session,
} from '../training/index.ts'
import type { Metrics, Result } from '../training/metrics.ts'
import { type EvaluationRecord, Evaluator } from './evaluator.ts'
import type { RunFolder } from './folder/index.ts'
import type { RunHooks, Steering, StopCondition } from './hooks.ts'
import { type Run, runOf } from './run.ts'
import { summarise } from './summary.ts'
import { timeLoop } from './time-loop.ts'

export interface LoopHooks extends RunHooks {
  readonly stopWhen?: StopCondition
}

export interface LoopStart {
  readonly session: Session
  readonly source: EnvironmentSource
  readonly folder: RunFolder | undefined
  /** What came of the run so far, of one that goes on. */
  readonly previous?: Result | undefined
  /** Changes that are to be made at their steps. */
  readonly changes?: readonly Change[]
}

/** Update after update, from where the session is to the end of the run. */
export class Loop {
  readonly #session: Session
  readonly #folder: RunFolder | undefined
  readonly #hooks: LoopHooks
  readonly #breaks = new EventLoopBreaks()
  readonly #encode: typeof encodeCheckpoint
  readonly #steering: Steering
  readonly #evaluator: Evaluator
  #latest: Metrics | Result | undefined
  /** Why it ends before its last step. */
  #reason: string | undefined
  /** Those that ended in the latest rollout. */
  readonly #episodes: Episode[] = []
  /** Changes that are still to be made. */
  readonly #due: Change[]

  constructor({ session, source, folder, previous, changes = [] }: LoopStart, hooks: LoopHooks) {
    this.#session = session
    this.#evaluator = new Evaluator(session, source, previous?.best)
    this.#folder = folder
    this.#hooks = hooks
    this.#latest = previous
    this.#due = [...changes].sort((a, b) => a.step - b.step)
    const { profile } = hooks
    this.#encode = profile ? profile.timed('checkpoints', encodeCheckpoint) : encodeCheckpoint
    if (profile) timeLoop(profile, session, folder, this.#breaks)
    if (hooks.onEpisode) session.onEpisode = (episode) => this.#episodes.push(episode)
    this.#steering = {
      policy: session.policy,
      set: (path, value) => session.change(path, value),
      stop: (reason = 'stop() was called') => {
        this.#reason ??= String(reason)
      },
    }
  }

  /**
   * To the end; then the session is closed, and so is the folder.
   *
   * @throws Error of one line. The last checkpoint stays; a run that never had any leaves no folder.
   */
  async run(): Promise<Run> {
    const session = this.#session
    const folder = this.#folder
    try {
      this.#makeDueChanges()
      this.#recordChanges()
      // Whoever repeats the run doesn't have the weights that it began with.
      if (folder && session.updates === 0 && session.origin.from) await this.#checkpoint(false)
      while (!session.finished && !this.#asksToStop()) await this.#turn()
      const result = this.#summary()
      const checkpoint = await this.#checkpoint(false)
      folder?.finish(result)
      const { begunWith, changes, origin, policy, kernels, threads } = session
      const made = { config: begunWith, changes, origin, kernels: kernels.build }
      return runOf({ ...made, policy, result, checkpoint, threads })
    } catch (error) {
      if (folder?.hasCheckpoint())
        throw new Error(`${(error as Error).message}; the last good checkpoint is in ${folder.dir}`, {
          cause: error,
        })
      folder?.discard()
      throw error
    } finally {
      folder?.close()
      this.#evaluator.close()
      session.close()
    }
  }

  /** Whether somebody wants it to end here, and then why. */
  #asksToStop(): boolean {
    const { signal, stopAt = Number.POSITIVE_INFINITY } = this.#hooks
    if (signal?.aborted) this.#reason ??= 'signal'
    else if (this.#session.steps >= stopAt) this.#reason ??= `stopAt ${stopAt}`
    return this.#reason !== undefined
  }

  async #turn(): Promise<void> {
    const session = this.#session
    const row = session.update()
    // An aim that was reached makes this the last update, after which there is an evaluation.
    session.aimReached = aimReached(session.config, row)
    const evaluation = await this.#evaluator.afterUpdate(this.#hooks.signal)
    const metrics = evaluation ? { ...row, evaluationReturn: evaluation.meanReturn } : row
    this.#latest = metrics
    this.#folder?.append(metrics)
    session.aimReached ??= aimReached(session.config, metrics)
    this.#makeDueChanges()
    await this.#callHooks(metrics, evaluation)
    this.#recordChanges()
    const isBest = evaluation?.isBest ?? false
    const isDue = isBest || session.updates % session.config.checkpointEvery === 0
    if (isDue && (this.#folder || this.#hooks.onCheckpoint)) await this.#checkpoint(isBest)
    this.#hooks.onProgress?.(metrics)
    await this.#breaks.takeIfDue()
  }

  #makeDueChanges(): void {
    while (this.#due.length > 0 && this.#due[0].step <= this.#session.steps) {
      const { path, value } = this.#due.shift()!
      this.#session.change(path, value)
    }
  }

  #recordChanges(): void {
    const { changes, steps } = this.#session
    const made = changes.filter(({ step }) => step === steps)
    if (made.length > 0) this.#folder?.recordChanges(made)
  }

  async #callHooks(metrics: Metrics, evaluation: EvaluationRecord | undefined): Promise<void> {
    const { onEpisode, onEvaluation, onUpdate, stopWhen } = this.#hooks
    for (const episode of this.#episodes.splice(0)) await onEpisode?.(episode, this.#steering)
    if (evaluation) await onEvaluation?.(evaluation, this.#steering)
    await onUpdate?.(metrics, this.#steering)
    const answer = await stopWhen?.(metrics, this.#steering)
    if (answer) this.#steering.stop(typeof answer === 'string' ? answer : 'stopWhen')
  }

  async #checkpoint(isBest: boolean): Promise<Uint8Array<ArrayBuffer>> {
    const { steps: step, config } = this.#session
    const bytes = await this.#encode(this.#session, this.#summary())
    this.#folder?.checkpoint(bytes, step, config.keepCheckpoints)
    if (isBest) this.#folder?.keepBest(bytes)
    await this.#hooks.onCheckpoint?.({ step, bytes, isBest })
    return bytes
  }

  #summary(): Result {
    const { best } = this.#evaluator
    return summarise(this.#session, this.#latest, {
      ...(best && { best }),
      ...(this.#reason !== undefined && { reason: this.#reason }),
    })
  }
}
