import type { Policy } from '../policies/index.ts'
import type { Episode } from '../rollouts/index.ts'
import { present } from '../settings/paths.ts'
import type { Metrics, Profile, StopSignal } from '../training/index.ts'
import type { EvaluationRecord } from './evaluator.ts'

/** What a hook can do with the run that called it. */
export interface Steering {
  /** As it is after the update. */
  readonly policy: Policy
  /**
   * Changes a setting from the next update on: to another value or, for a number, to a schedule. The run records it, so that it
   * is resumed, and can be repeated, to the same bits.
   *
   * @param path `optimiser.learningRate`, `update.scale.alphaR`.
   * @throws Error of one line for a setting that can't change on the way, and for a value that it can't be.
   */
  set(path: string, value: unknown): void
  /**
   * Ends the run once the hooks of this update are done, with a checkpoint: `resume` goes on from there.
   *
   * @param reason for `result.reason`, in a few words.
   */
  stop(reason?: string): void
}

/** A checkpoint that was taken. */
export interface CheckpointRecord {
  /** Environment steps of training done. */
  readonly step: number
  /** All of the run: what `run.toBytes()` gives, for `loadRun` and `resume`. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Whether it was taken at the best evaluation so far. */
  readonly isBest: boolean
}

/**
 * Functions that a run calls after each update: first `onEpisode`, then `onEvaluation`, `onUpdate`, `stopWhen`, and once a
 * checkpoint is written `onCheckpoint`. It waits for each, so that all see the run as it is, and their time is none of
 * training's. What they throw ends the run.
 */
export interface RunHooks {
  /** After every update. */
  readonly onUpdate?: (metrics: Metrics, run: Steering) => unknown
  /** For each episode that ended in the update's rollout. */
  readonly onEpisode?: (episode: Episode, run: Steering) => unknown
  /** After every evaluation; see the settings `evaluateEvery` and `evaluateEpisodes`. */
  readonly onEvaluation?: (evaluation: EvaluationRecord, run: Steering) => unknown
  /** After every checkpoint, one each `checkpointEvery` updates and one in the end; without a folder, too. */
  readonly onCheckpoint?: (checkpoint: CheckpointRecord) => unknown
  /** Told of every update, when all else is done; not waited for. */
  readonly onProgress?: (metrics: Metrics) => void
  /** Aborting it stops the run after the update in progress, with a checkpoint. */
  readonly signal?: StopSignal
  /** Stops the run in the same way once this many steps are done; `resume` goes on from there. */
  readonly stopAt?: number
  /** Learns where the time goes. */
  readonly profile?: Profile
}

/** Ends a run early: true, or a reason, after an update ends it as `stop` does. */
export type StopCondition = (metrics: Metrics, run: Steering) => StopAnswer | Promise<StopAnswer>

type StopAnswer = boolean | string | undefined

/** The hooks among options, and the rest. */
export function splitHooks<T extends RunHooks>({
  onUpdate,
  onEpisode,
  onEvaluation,
  onCheckpoint,
  onProgress,
  signal,
  stopAt,
  profile,
  ...rest
}: T) {
  const events = { onUpdate, onEpisode, onEvaluation, onCheckpoint, onProgress }
  const hooks: RunHooks = present({ ...events, signal, stopAt, profile })
  return { hooks, rest }
}
