import { runFolder } from '#host/runs'
import { Decisions } from '../decisions/index.ts'
import type { KernelBuild } from '../kernels/index.ts'
import { nearest } from '../nearest.ts'
import { type EnvironmentSource, isOwnCode } from '../rollouts/index.ts'
import type { ConfigInput } from '../training/config.ts'
import {
  type Change,
  type Checkpoint,
  type Config,
  decodeCheckpoint,
  type Origin,
  restoreSession,
  Session,
} from '../training/index.ts'
import type { Result } from '../training/metrics.ts'
import { Trajectories } from '../trajectories/index.ts'
import type { UpdateInput } from '../updates/index.ts'
import type { RunFolder } from './folder/index.ts'
import { type RunHooks, type StopCondition, splitHooks } from './hooks.ts'
import { AS_GIVEN } from './log-of.ts'
import { Loop } from './loop.ts'
import { ownScale } from './own-scale.ts'
import type { Run } from './run.ts'

export interface ResumeOptions extends RunHooks {
  /** The environment, where it is code of your own: a function that makes it, or its file. */
  readonly env?: EnvironmentSource
  /** The log, or the trajectories, where the run learns from such that were given, or whose file is elsewhere now. */
  readonly data?: Decisions | Trajectories
  /** f, as `scale` of an update or the file that exports it, where the run's update has its own. */
  readonly update?: string | UpdateInput
  /**
   * Steps that the run has from now on, which extends or shortens it. Schedules that end with the run end there: a learning
   * rate that has fallen to 0 rises again.
   */
  readonly totalSteps?: number
  /** Other aims from now on, or a function that stops the run. */
  readonly stopWhen?: ConfigInput['stopWhen'] | StopCondition
}

/**
 * Goes on with a run from its last checkpoint, to the same bits as if it had never stopped; one that was ended before its first
 * checkpoint begins again. Changes that its folder has recorded since are made again, at their steps.
 *
 * @param from the folder of the run (Node), or what its `toBytes()` gave. A folder may come from anywhere, so what it names
 *   is data, and never loaded.
 * @throws Error of one line for a run that can't be read or contradicts itself, where it needs `env` or `update`, and for an
 *   option that it can't take.
 */
export async function resume(from: string | Uint8Array, options: ResumeOptions = {}): Promise<Run> {
  const { hooks, rest } = splitHooks(options)
  const { env, data, update, totalSteps, stopWhen, ...others } = rest
  refuse(others)
  const { name, kernels, config, origin, checkpoint, changes, reopen } = await sourceOf(from)
  if (env === undefined && isOwnCode(config.env))
    throw new Error(
      `the environment of ${name} is code, ${config.env}; if you trust it, name it: resume(…, { env: '${config.env}' })`,
    )
  const { scale, updateFile } = await ownScale(update, config.update)
  if (updateFile !== undefined && origin.updateFile !== undefined && updateFile !== origin.updateFile)
    console.warn(
      `the file of update '${config.update.name}' has changed since ${name} began: it goes on with the new f, not to the bits that the old one gives`,
    )
  const { features } = checkpoint?.state ?? {}
  const trajectories = data instanceof Trajectories ? data : undefined
  if (!trajectories && config.trajectories === AS_GIVEN)
    throw new Error(`${name} learns from trajectories that were given: give them again, resume(…, { data })`)
  const experience = (data instanceof Decisions ? data : env) ?? config.env
  const session = await Session.create(config, experience, scale, kernels, { features, trajectories })
  const restarted = session.closedOnError(() => {
    if (checkpoint) return restoreSession(session, checkpoint)
    session.begin()
    session.origin = origin
    return 0
  })
  if (restarted > 0)
    console.warn(
      `${config.env} has no getState and setState: ${restarted} episodes were begun anew, so the run goes on, but not to the same bits`,
    )
  const isCondition = typeof stopWhen === 'function'
  session.closedOnError(() => extend(session, changes, totalSteps, isCondition ? undefined : stopWhen))
  const previous = checkpoint?.state.result
  const folder = session.closedOnError(() => reopen(previous ?? { updates: 0, steps: 0 }))
  const start = { session, source: env ?? config.env, folder, previous, changes }
  return new Loop(start, { ...hooks, ...(isCondition && { stopWhen }) }).run()
}

const OPTIONS = [
  'env',
  'data',
  'update',
  'totalSteps',
  'stopWhen',
  'onUpdate',
  'onProgress',
  'signal',
  'stopAt',
]

/** What a run is made of was said when it began. */
function refuse(others: object): void {
  const [option] = Object.keys(others)
  if (option === undefined) return
  const near = nearest(option, OPTIONS)
  throw new Error(
    `resume takes no '${option}'${near === undefined ? '' : `; did you mean ${near}?`}: a run goes on with its own settings; a hook can change them (set), and train({ from }) begins another run from its weights`,
  )
}

/** Makes the changes of a resumption that is no mere going on. */
function extend(
  session: Session,
  recorded: readonly Change[],
  totalSteps: number | undefined,
  stopWhen: ConfigInput['stopWhen'],
): void {
  if (totalSteps === undefined && stopWhen === undefined) return
  // Those of this very step come first.
  for (const { step, path, value } of recorded) if (step <= session.steps) session.change(path, value)
  for (const [aim, value] of Object.entries(stopWhen ?? {})) session.change(`stopWhen.${aim}`, value)
  if (totalSteps === undefined) return
  if (totalSteps < session.steps)
    throw new Error(`totalSteps is ${totalSteps}, but ${session.steps} steps are done; give more`)
  if (session.aimReached !== undefined)
    throw new Error(
      `the run has reached its aim (${session.aimReached}); to extend it, give another, such as stopWhen: { meanReturn: null } for none`,
    )
  session.change('totalSteps', totalSteps)
}

/** What a run is taken up from. */
interface Source {
  readonly name: string
  readonly kernels: KernelBuild | undefined
  readonly config: Config
  readonly origin: Origin
  /** None: the run begins again. */
  readonly checkpoint?: Checkpoint
  /** Changes that were made after the checkpoint. */
  readonly changes: readonly Change[]
  /** The folder to go on in from what is done. */
  reopen(done: Pick<Result, 'updates' | 'steps'>): RunFolder | undefined
}

async function sourceOf(from: string | Uint8Array): Promise<Source> {
  if (typeof from === 'string') return folderSource(from)
  const checkpoint = await decodeCheckpoint(from)
  const { kernels, config, origin = {} } = checkpoint.state
  return { name: 'these bytes', kernels, config, origin, checkpoint, changes: [], reopen: () => undefined }
}

async function folderSource(dir: string): Promise<Source> {
  const { changesAfter, checkpointIn, configIn, hasCheckpoint, readRun, runIn, RunFolder } = await runFolder()
  const reopen: Source['reopen'] = (done) => RunFolder.reopen(dir, done)
  const name = `'${dir}'`
  if (hasCheckpoint(dir)) {
    const { kernels, checkpoint } = await runIn(dir)
    const { config, origin = {}, result, changes = [] } = checkpoint.state
    const later = changesAfter(dir, result.steps, changes)
    return { name, kernels, config, origin, checkpoint, changes: later, reopen }
  }
  const { config, versions } = configIn(dir)
  const { metrics, result: ended } = readRun(dir)
  // One that has come further had a checkpoint, which is lost: that is no new beginning.
  if (ended || (metrics.at(-1)?.update ?? 0) > config.checkpointEvery) await checkpointIn(dir)
  const { kernels, origin = {} } = versions
  if (origin.from)
    throw new Error(
      `${name} was ended before it had a checkpoint, and it began with the weights of ${origin.from.name}, which it doesn't have: begin again with train({ from })`,
    )
  return { name, kernels, config, origin, changes: changesAfter(dir, 0, []), reopen }
}
