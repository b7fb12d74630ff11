import { runFolder } from '#host/runs'
import type { Environment } from '../envs/index.ts'
import type { KernelBuild } from '../kernels/index.ts'
import { type EnvironmentSource, isOwnCode } from '../rollouts/index.ts'
import { type ConfigInput, resolveConfig } from '../training/config.ts'
import {
  type Checkpoint,
  decodeCheckpoint,
  EventLoopBreaks,
  encodeCheckpoint,
  type Profile,
  restoreSession,
  Session,
  type StopSignal,
} from '../training/index.ts'
import type { Metrics, Result } from '../training/metrics.ts'
import type { UpdateInput } from '../updates/index.ts'
import { type EvaluationRecord, Evaluator } from './evaluator.ts'
import type { RunFolder } from './folder/index.ts'
import { ownScale } from './own-scale.ts'
import { type Run, runOf } from './run.ts'

interface RunHooks {
  /** Called after every update. */
  readonly onProgress?: (metrics: Metrics) => void
  /** Called after every evaluation; see the settings `evaluateEvery` and `evaluateEpisodes`. */
  readonly onEvaluation?: (evaluation: EvaluationRecord) => void
  /** Aborting it stops the run after the update in progress, with a checkpoint. */
  readonly signal?: StopSignal
  /** Stops the run in the same way once this many steps are done; `resume` goes on from there. */
  readonly stopAt?: number
  /** Learns where the time goes. */
  readonly profile?: Profile
}

/** Settings of `train`: those of `Config`, whatever is left out taking its default, and: */
export interface TrainOptions extends Omit<ConfigInput, 'env'>, RunHooks {
  /** An id of the registry, or a function that makes an environment. */
  readonly env: string | (() => Environment)
  /** A new or empty folder to keep the run in (Node). */
  readonly out?: string
}

/**
 * Trains a policy.
 *
 * @throws Error of one line: a setting that is wrong, an environment that misbehaves, a number that is not finite.
 *   A run that fails keeps its last checkpoint; one that never had any leaves no folder.
 */
export async function train({
  env,
  out,
  onProgress,
  onEvaluation,
  signal,
  stopAt,
  profile,
  ...settings
}: TrainOptions): Promise<Run> {
  const config = resolveConfig({ ...settings, env: typeof env === 'string' ? env : 'as made' })
  const own = await ownScale(settings.update, config.update)
  const files = out === undefined ? undefined : await runFolder()
  if (out !== undefined) files?.refuseUsed(out, 'out', 'go on with the run in it by resume')
  const session = await Session.create(config, env, own)
  const folder = beforeLoop(session, () => {
    session.begin()
    return out === undefined ? undefined : files?.RunFolder.create(out, session.config, session.kernels.build)
  })
  return loop(session, env, folder, {
    ...(onProgress && { onProgress }),
    ...(onEvaluation && { onEvaluation }),
    ...(signal && { signal }),
    ...(stopAt !== undefined && { stopAt }),
    ...(profile && { profile }),
  })
}

interface ResumeOptions extends RunHooks {
  readonly env?: string | (() => Environment)
  readonly update?: string | UpdateInput
}

/**
 * Goes on with a run from its last checkpoint, to the same bits as if it had never stopped.
 *
 * @param from the folder of the run (Node), or what its `toBytes()` gave.
 * @param options.env the environment, where it is code of your own: a function that makes it, or its file. A folder may
 *   come from anywhere, so what it names is data, and never loaded.
 * @param options.update f, as `scale` of an update or the file that exports it, where the run's update has its own.
 * @throws Error of one line for a run that can't be read or contradicts itself, and without such an `env` or `update`.
 */
export async function resume(
  from: string | Uint8Array,
  { env, update, ...hooks }: ResumeOptions = {},
): Promise<Run> {
  const { name, kernels, checkpoint, reopen } = await sourceOf(from)
  const { config, result } = checkpoint.state
  if (env === undefined && isOwnCode(config.env))
    throw new Error(
      `the environment of ${name} is code, ${config.env}; if you trust it, name it: resume(…, { env: '${config.env}' })`,
    )
  const own = await ownScale(update, config.update)
  const session = await Session.create(config, env ?? config.env, own, kernels)
  const restarted = beforeLoop(session, () => restoreSession(session, checkpoint))
  if (restarted > 0)
    console.warn(
      `${config.env} has no getState and setState: ${restarted} episodes were begun anew, so the run goes on, but not to the same bits`,
    )
  return loop(session, env ?? config.env, reopen(result), hooks, result)
}

/** What a run is taken up from. */
interface Source {
  readonly name: string
  readonly kernels: KernelBuild | undefined
  readonly checkpoint: Checkpoint
  /** The folder to go on in from what is done. */
  reopen(done: Result): RunFolder | undefined
}

async function sourceOf(from: string | Uint8Array): Promise<Source> {
  if (typeof from !== 'string') {
    const checkpoint = await decodeCheckpoint(from)
    return { name: 'these bytes', kernels: checkpoint.state.kernels, checkpoint, reopen: () => undefined }
  }
  const { runIn, RunFolder } = await runFolder()
  const { kernels, checkpoint } = await runIn(from)
  return { name: `'${from}'`, kernels, checkpoint, reopen: (done) => RunFolder.reopen(from, done) }
}

/** Does what comes before the loop, which otherwise closes the session. */
function beforeLoop<T>(session: Session, run: () => T): T {
  try {
    return run()
  } catch (error) {
    session.close()
    throw error
  }
}

async function loop(
  session: Session,
  source: EnvironmentSource,
  folder: RunFolder | undefined,
  { onProgress, onEvaluation, signal, stopAt = Number.POSITIVE_INFINITY, profile }: RunHooks,
  previous?: Result,
): Promise<Run> {
  let latest: Metrics | Result | undefined = previous
  const breaks = new EventLoopBreaks()
  const encode = profile ? profile.timed('checkpoints', encodeCheckpoint) : encodeCheckpoint
  if (profile) timeLoop(profile, session, folder, breaks)
  let evaluator: Evaluator | undefined
  const summary = (): Result => summarise(session, latest, evaluator?.best)
  try {
    evaluator = await Evaluator.open(session, source, previous)
    while (!session.finished && !signal?.aborted && session.steps < stopAt) {
      const row = session.update()
      const evaluation = await evaluator?.afterUpdate(signal)
      latest = evaluation ? { ...row, evaluationReturn: evaluation.meanReturn } : row
      folder?.append(latest)
      if (evaluation?.isBest) folder?.keepBest(await encode(session, summary()))
      else if (session.updates % session.config.checkpointEvery === 0)
        folder?.checkpoint(await encode(session, summary()))
      if (evaluation) onEvaluation?.(evaluation)
      onProgress?.(latest)
      await breaks.takeIfDue()
    }
    const result = summary()
    const checkpoint = await encode(session, result)
    folder?.checkpoint(checkpoint)
    folder?.finish(result)
    const { config, policy, kernels, threads } = session
    return runOf({ config, policy, result, kernels: kernels.build, checkpoint, threads })
  } catch (error) {
    if (folder?.hasCheckpoint()) {
      throw new Error(`${(error as Error).message}; the last good checkpoint is in ${folder.dir}`, {
        cause: error,
      })
    }
    folder?.discard()
    throw error
  } finally {
    folder?.close()
    evaluator?.close()
    session.close()
  }
}

function timeLoop(
  profile: Profile,
  { source, environments, policy, learner, optimiser }: Session,
  folder: RunFolder | undefined,
  breaks: EventLoopBreaks,
): void {
  profile.time(source, 'collect', 'collect', 'sampling, records')
  profile.time(source, 'computeAdvantages', 'advantages', 'estimation')
  profile.time(learner, 'learn', 'learn', 'scale, gathering')
  profile.time(environments, 'step', 'environment')
  for (const method of ['features', 'outputs', 'values'] as const)
    profile.time(policy.network, method, 'forward')
  for (const method of ['setOutputs', 'cotangents'] as const)
    profile.time(policy.distribution, method, 'distribution')
  profile.time(policy.network, 'backward', 'backward')
  profile.time(optimiser, 'step', 'optimiser')
  if (folder) {
    profile.time(folder, 'append', 'logging')
    profile.time(folder, 'checkpoint', 'checkpoints')
  }
  profile.time(breaks, 'takeIfDue', 'idle')
  profile.start()
}

/** How the run went so far. */
export function summarise(
  session: Session,
  latest: Metrics | Result | undefined,
  best?: Result['best'],
): Result {
  const { regret } = latest ?? {}
  return {
    status: session.finished ? 'finished' : 'stopped',
    steps: session.steps,
    updates: session.updates,
    episodes: session.episodes.count,
    meanReturn: session.episodes.meanReturn(),
    ...(regret === undefined ? {} : { regret }),
    ...(best === undefined ? {} : { best }),
    seconds: session.seconds,
    stepsPerSecond: latest?.stepsPerSecond ?? 0,
  }
}
