import { runFolder } from '#host/runs'
import { Decisions } from '../decisions/index.ts'
import { actionReachProblem } from '../envs/action-reach.ts'
import type { Policy } from '../policies/index.ts'
import { type EnvironmentSource, isOwnCode, requireSource } from '../rollouts/index.ts'
import { present } from '../settings/paths.ts'
import { type ConfigInput, resolveConfig } from '../training/config.ts'
import {
  type Change,
  changesFrom,
  configAfter,
  layBeneath,
  Session,
  settingsInOurSpelling,
} from '../training/index.ts'
import { Trajectories } from '../trajectories/index.ts'
import { type RunHooks, type StopCondition, splitHooks } from './hooks.ts'
import { isCollected, logOf, settingsOver, trajectoriesIn } from './log-of.ts'
import { Loop } from './loop.ts'
import { ownScale } from './own-scale.ts'
import type { Run } from './run.ts'
import { originOf, type Start, startFrom } from './start-from.ts'

/** Settings of `train`: those of `Config`, whatever is left out taking its default, and: */
export interface TrainOptions extends Omit<ConfigInput, 'env' | 'stopWhen' | 'data'>, RunHooks {
  /** An id of the registry, a file (Node), a class of environments, or a function that makes one. */
  readonly env: EnvironmentSource
  /**
   * `fresh` steps, a `log` of them that is collected before the first update, or recorded episodes to learn from in place of
   * playing: what `readTrajectories` gives, or a file of them (Node). Evaluations are played still.
   */
  readonly data?: ConfigInput['data'] | Trajectories | (string & {})
  /** A new or empty folder to keep the run in (Node). */
  readonly out?: string
  /**
   * An aim that ends the run, such as `{ meanReturn: 475 }` over the last 100 episodes: then it is finished. Or a function
   * that stops it, which no record of the run has.
   */
  readonly stopWhen?: ConfigInput['stopWhen'] | StopCondition
  /** Told, in a sentence, of what will make training hard, before it begins; console.warn if not given. */
  readonly onWarning?: (sentence: string) => void
  /** Changes to make on the way: the `changes` of another run, to repeat it. */
  readonly changes?: readonly Change[]
}

/** The same, to learn from logged decisions: */
export interface LearnOptions extends Omit<TrainOptions, 'env' | 'data'> {
  /**
   * The log, as `readLog` gives it, or its file (Node), whose columns the setting `log` tells. Settings that are left out suit its
   * number of rows.
   */
  readonly data: Decisions | string
}

/** The same, to fine-tune: */
export interface FineTuneOptions extends Omit<TrainOptions, 'env' | 'data'> {
  /**
   * What the first weights and the normaliser come from: a run, a policy, or (Node) the folder of a run, a policy's file or
   * `zoo:ID`. Settings that are left out are the run's; of a policy no more is known than its networks and its environment. Optimiser, random streams, steps and episodes begin anew; so does a critic that only one of the two has.
   */
  readonly from: string | Run | Policy
  /** Left out: that of the run, unless it is code. */
  readonly env?: EnvironmentSource
  /** A log to learn more from, which is then read by the columns of the policy; or recorded episodes. */
  readonly data?: Decisions | TrainOptions['data']
}

/**
 * Trains a policy.
 *
 * @throws Error of one line: a setting that is wrong, an environment that misbehaves, a number that is not finite, weights
 *   that don't fit. A run that fails keeps its last checkpoint; one that never had any leaves no folder.
 */
export async function train(options: TrainOptions | FineTuneOptions | LearnOptions): Promise<Run> {
  const { hooks, rest } = splitHooks<Loose>(options)
  const { from, data, out, changes: earlier = [], stopWhen, onWarning = console.warn, ...own } = rest
  const start = from === undefined ? undefined : await startFrom(from)
  const isCondition = typeof stopWhen === 'function'
  const settings: Settings = {
    ...settingsInOurSpelling(own),
    ...(isCollected(data) && present({ data })),
    ...(!isCondition && present({ stopWhen })),
  }
  const whole = start ? (layBeneath(start.settings, settings) as Settings) : settings
  const trajectories = trajectoriesIn(data, whole.env !== undefined && !start?.policy.spec.features)
  const decisions = trajectories === undefined ? await logOf(data, whole.log, start) : undefined
  const env = decisions ?? environmentOf(own.env, whole.env, start)
  if (!decisions) requireSource(env)
  const named = { ...whole, ...present({ trajectories }), env: typeof env === 'string' ? env : 'as made' }
  const config = resolveConfig(decisions ? settingsOver(decisions, named) : named)
  const changes = changesFrom(earlier)
  configAfter(config, changes)
  const { scale, updateFile } = await ownScale(whole.update, config.update)
  const files = out === undefined ? undefined : await runFolder()
  if (out !== undefined) files?.refuseUsed(out, 'out', 'go on with the run in it by resume')
  const given = present({ trajectories: data instanceof Trajectories ? data : undefined })
  const session = await Session.create(config, env, scale, undefined, given)
  const folder = session.closedOnError(() => {
    session.begin(start)
    session.origin = present({ updateFile, from: start && originOf(start) })
    const { begunWith, kernels, origin } = session
    return out === undefined ? undefined : files?.RunFolder.create(out, begunWith, kernels.build, origin)
  })
  const problem = actionReachProblem(session.environments.actionSpace, Math.exp(config.network.initialLogStd))
  if (problem !== undefined) onWarning(`environment ${session.config.env}: ${problem}`)
  const stop = isCondition ? { stopWhen } : {}
  // What can't be played has no evaluations.
  const source = env instanceof Decisions ? session.config.env : env
  return new Loop({ session, source, folder, changes }, { ...hooks, ...stop }).run()
}

/** Any of the options of `train`. */
type Loose = Partial<Omit<FineTuneOptions, 'data'>> & {
  readonly data?: ConfigInput['data'] | Decisions | Trajectories | string
}

type Settings = Omit<ConfigInput, 'env'> & { readonly env?: EnvironmentSource }

/** What is named by a run alone is data: code is loaded only if it is given. */
function environmentOf(
  given: EnvironmentSource | undefined,
  known: EnvironmentSource | undefined,
  start: Start | undefined,
): EnvironmentSource {
  const env = given ?? known
  if (start && given === undefined && typeof env === 'string' && isOwnCode(env))
    throw new Error(
      `the environment of ${start.name} is code, ${env}; if you trust it, name it: train({ from, env: '${env}' })`,
    )
  return env as EnvironmentSource
}
