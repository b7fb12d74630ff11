import { printable } from '../../printable.ts'
import { isOwnCode, requireEnvironment } from '../../rollouts/index.ts'
import { isFinished } from '../../runs/files/index.ts'
import { readRun, refuseUsed } from '../../runs/folder/index.ts'
import { type EvaluationRecord, type Run, resume, train } from '../../runs/index.ts'
import { folderName } from '../../studies/folder-name.ts'
import { duration, NONE, number, whole } from '../../studies/format.ts'
import { type Config, Profile, type Result } from '../../training/index.ts'
import { isOwn } from '../../updates/index.ts'
import { guardExit } from '../guard-exit.ts'
import { type Interruption, listenForInterrupt } from '../interrupt.ts'
import { rememberNamed, requireNamed } from '../named-code.ts'
import { shellWord } from '../options.ts'
import { dropIfEmpty, inRuns, reserveFolder } from '../output-folder.ts'
import { RunProgress } from '../progress/run-progress.ts'
import { say } from '../say.ts'
import { textList } from '../table.ts'
import { beneath } from './beneath.ts'
import { configOf, givenBy, type TrainFlags } from './config.ts'
import { trainInThread } from './in-thread.ts'
import { profileText } from './profile-text.ts'

export async function trainAction(flags: TrainFlags): Promise<void> {
  if (flags.resume !== undefined) return goOn(flags.resume, flags)
  const given = givenBy(flags)
  if (isFromFile(given.env, flags)) requireNamed(given.env, flags.config!, flags.allowEnv)
  else rememberNamed(given.env)
  await requireMade(given.env)
  const start = given.open ? await beneath(given.env) : undefined
  const config = configOf(given, start?.settings)
  if (flags.out !== undefined)
    refuseUsed(
      flags.out,
      '--out',
      `go on with the run in it: formscale train --resume ${shellWord(flags.out)}`,
    )
  const out =
    flags.out ??
    reserveFolder(inRuns([config.env, config.update.name, config.seed].map(String).map(folderName).join('-')))
  if (start) say(start.line)
  try {
    await follow(config, out, flags, (hooks) =>
      goesToThread(config) && !hooks.profile
        ? trainInThread(config, out, hooks)
        : train({ ...config, update: { ...config.update }, out, ...hooks }),
    )
  } finally {
    if (flags.out === undefined) dropIfEmpty(out)
  }
}

async function goOn(dir: string, flags: TrainFlags): Promise<void> {
  const run = runIn(dir)
  if (isFinished(run) && run.result) {
    say('formscale: this run is finished already')
    return printResult(run.config, run.result, dir)
  }
  const { env, update: point } = run.config
  const { update } = flags
  requireNamed(env, dir, flags.allowEnv)
  if (update !== undefined && !isOwn(point))
    throw new Error(`--update is for a run whose update has an f of its own; that of ${dir} is ${point.name}`)
  await follow(run.config, dir, flags, (hooks) =>
    goesToThread(run.config) && !hooks.profile
      ? trainInThread(run.config, dir, hooks)
      : resume(dir, { ...hooks, env, ...(update !== undefined && { update }) }),
  )
}

/** Code of a user's as an environment goes to a thread of its own; an f of a user's is a function, which can't. */
const goesToThread = ({ env, update }: Config) => isOwnCode(env) && !isOwn(update)

async function requireMade(env: string): Promise<void> {
  const release = isOwnCode(env) ? guardExit(env) : () => {}
  try {
    await requireEnvironment(env)
  } finally {
    release()
  }
}

/** Whether the environment is that of --config, and of nothing else on the command line. */
const isFromFile = (env: string, { config, env: option, set = [] }: TrainFlags) =>
  config !== undefined && option !== env && !set.includes(`env=${env}`)

function runIn(dir: string) {
  try {
    return readRun(dir)
  } catch (error) {
    throw new Error(`${dir} holds no run to go on with: ${(error as Error).message}`)
  }
}

type RunHooks = Pick<Parameters<typeof resume>[1] & object, 'onProgress' | 'onEvaluation' | 'profile'> & {
  readonly signal: AbortSignal
}

/** Runs a training with progress and a clean stop, then prints how it went. */
async function follow(
  config: Config,
  dir: string,
  flags: TrainFlags,
  start: (hooks: RunHooks) => Promise<Pick<Run, 'result' | 'threads'>>,
): Promise<void> {
  const { env, update, seed, totalSteps } = config
  say(`${env}, ${update.name}, seed ${seed}: ${whole(totalSteps)} steps → ${dir}`)
  const progress = new RunProgress(`${update.name} seed ${seed}`, totalSteps)
  const interruption: Interruption = listenForInterrupt(() =>
    progress.note('stopping after this update; Ctrl-C again to exit at once'),
  )
  const profile = flags.profile && new Profile()
  const before = process.cpuUsage()
  try {
    const { result, threads = 1 } = await start({
      onProgress: (metrics) => progress.update(metrics),
      onEvaluation: (evaluation) => progress.note(evaluationText(evaluation)),
      signal: interruption.signal,
      ...(profile && { profile }),
    })
    progress.end()
    printResult(config, result, dir, threads)
    if (profile) {
      const { user, system } = process.cpuUsage(before)
      console.log(`\n${profileText(profile.rows(), (user + system) / 1e6)}`)
    }
    if (result.status === 'stopped') interruption.throwIfAsked()
  } finally {
    progress.end()
    interruption.release()
  }
}

/** `evaluated at 20,480 steps: 312.4, the best so far (10 episodes, 2 of them cut)` */
function evaluationText({ step, meanReturn, isBest, returns, cut }: EvaluationRecord): string {
  const cuts = cut === 0 ? '' : `, ${cut} of them cut`
  return `evaluated at ${whole(step)} steps: ${number(meanReturn)}${isBest ? ', the best so far' : ''} (${returns.length} episodes${cuts})`
}

function printResult({ env, update, seed }: Config, result: Result, dir: string, threads = 1): void {
  const pace = threads > 1 ? ` with ${threads} threads` : ''
  const entries: [string, string][] = [
    ['status', result.status],
    ['steps', whole(result.steps)],
    ['episodes', whole(result.episodes)],
    [
      'mean return',
      result.meanReturn === null
        ? `${NONE} (no episode ended)`
        : `${number(result.meanReturn)} (last 100 episodes)`,
    ],
    ...(result.regret === undefined ? [] : [['regret', number(result.regret)] as [string, string]]),
    ...(result.best === undefined
      ? []
      : [
          [
            'best',
            `${number(result.best.meanReturn)} in evaluation, at ${whole(result.best.step)} steps (eval --best)`,
          ] as [string, string],
        ]),
    ['time', `${duration(result.seconds)} (${whole(result.stepsPerSecond)} steps/s${pace})`],
    ['folder', dir],
  ]
  const next =
    result.status === 'stopped'
      ? [['go on', `formscale train --resume ${shellWord(dir)}`] as const]
      : [
          ['evaluate', `formscale eval ${shellWord(dir)}`] as const,
          ['look', `formscale report ${shellWord(dir)}`] as const,
        ]
  console.log(
    `${printable(`${env}, ${update.name}, seed ${seed}`)}\n${textList(entries)}\n\n${textList(next)}`,
  )
}
