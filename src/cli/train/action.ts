import { existsSync } from 'node:fs'
import { codeIn } from '../../envs/id.ts'
import { printable } from '../../printable.ts'
import { isOwnCode, requireEnvironment } from '../../rollouts/index.ts'
import { isFinished, stepsOf } from '../../runs/files/index.ts'
import { changesIn, configIn, readRun, refuseUsed, removeIfEmpty } from '../../runs/folder/index.ts'
import { type EvaluationRecord, type Run, resume, train } from '../../runs/index.ts'
import { present } from '../../settings/paths.ts'
import { writeFailure } from '../../studies/folder/failure.ts'
import { folderName } from '../../studies/folder-name.ts'
import { duration, NONE, number, whole } from '../../studies/format.ts'
import {
  type Config,
  configAfter,
  Profile,
  plannedSteps,
  type Result,
  updateSteps,
} from '../../training/index.ts'
import { isCode } from '../../updates/index.ts'
import { guardExit } from '../guard-exit.ts'
import { type Interruption, listenForInterrupt } from '../interrupt.ts'
import { rememberNamed, requireNamed } from '../named-code.ts'
import { shellWord } from '../options.ts'
import { inRuns, reserveFolder } from '../output-folder.ts'
import { RunProgress } from '../progress/run-progress.ts'
import { say } from '../say.ts'
import { textList } from '../table.ts'
import { warnOfActions } from '../warn-of-actions.ts'
import { beneath } from './beneath.ts'
import { type Base, baseOf, configOf, givenBy, newAims, type TrainFlags } from './config.ts'
import { changesLine, extensionLine, fineTuneLine, policyLine, weightsLine } from './going-on-text.ts'
import { trainInThread } from './in-thread.ts'
import { profileText } from './profile-text.ts'
import { replayLine } from './replay-line.ts'

export async function trainAction(flags: TrainFlags): Promise<void> {
  if (flags.resume !== undefined && flags.env !== undefined)
    throw new Error(`--resume goes on in the run's own environment; leave out ${flags.env}`)
  if (flags.resume !== undefined) return goOn(flags.resume, flags)
  const base = await baseOf(flags)
  const given = givenBy(flags, base)
  if (isFromFile(given.env, flags)) requireNamed(codeIn(given.env), sourceOf(flags)!, flags.allowEnv)
  else rememberNamed(codeIn(given.env))
  const spaces = await requireMade(given.env)
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
  const lines = [start?.line, replayLine(config, spaces), ...(base ? linesOf(flags, base, config) : [])]
  for (const line of lines) if (line) say(line)
  warnOfActions(config, spaces.actionSpace)
  const begin = present({ from: flags.from, changes: base?.changes.length ? base.changes : undefined })
  try {
    await follow(config, out, flags, (hooks) =>
      codeOf(config) !== undefined && !hooks.profile
        ? trainInThread(config, out, hooks, { begin })
        : train({ ...config, update: { ...config.update }, out, onWarning: () => {}, ...hooks, ...begin }),
    )
  } finally {
    if (flags.out === undefined) removeIfEmpty(out)
  }
}

/** What is to be said of another run's settings or weights. */
function linesOf(flags: TrainFlags, { changes, origin, isPartial }: Base, config: Config): string[] {
  const { from, config: file } = flags
  const lines: string[] = []
  if (from !== undefined)
    lines.push(isPartial ? policyLine(from) : fineTuneLine(from, configIn(from).config, config))
  if (file !== undefined && changes.length > 0) lines.push(changesLine(file, changes))
  if (file !== undefined && from === undefined && origin.from) lines.push(weightsLine(file, origin.from.name))
  return lines
}

async function goOn(dir: string, flags: TrainFlags): Promise<void> {
  const run = runIn(dir)
  const { steps: totalSteps } = flags
  const goOn = present({ totalSteps, stopWhen: newAims(flags) })
  if (isFinished(run) && run.result && totalSteps === undefined) {
    say('formscale: this run is finished already; --steps N extends it')
    return printResult(run.config, run.result, dir)
  }
  const { env, update: point } = run.config
  const { update } = flags
  requireNamed(codeIn(env), dir, flags.allowEnv)
  if (update !== undefined && !isCode(point))
    throw new Error(
      `--update is for a run whose update has an f that is code; that of ${dir} is ${point.name}`,
    )
  const loaded =
    update === undefined ? run.config : { ...run.config, update: { ...point, scale: { own: update } } }
  // An f that nobody names is not loaded in a thread either: resume says how to.
  const isNamed = update !== undefined || !isCode(point)
  const config = configAfter(run.config, changesIn(dir))
  const extended = { ...config, ...(totalSteps !== undefined && { totalSteps }) }
  if (totalSteps !== undefined) say(extensionLine(config, totalSteps, stepsOf(run)))
  await follow(extended, dir, flags, (hooks) =>
    codeOf(loaded) !== undefined && isNamed && !hooks.profile
      ? trainInThread(loaded, dir, hooks, { goOn })
      : resume(dir, { ...hooks, ...goOn, env, ...(update !== undefined && { update }) }),
  )
}

/** The code of a user's that a run loads, which goes to a thread of its own; undefined where it loads none. */
function codeOf({ env, update }: Config): string | undefined {
  if (isOwnCode(env)) return `environment ${env}`
  return isCode(update) ? `update ${update.scale.own}` : undefined
}

async function requireMade(env: string) {
  const release = isOwnCode(env) ? guardExit(`environment ${env}`) : () => {}
  try {
    return await requireEnvironment(env)
  } finally {
    release()
  }
}

/** The run, or the file, that settings come from. */
const sourceOf = ({ config, from }: TrainFlags) => config ?? from

/** Whether the environment is that of another run, and of nothing else on the command line. */
const isFromFile = (env: string, flags: TrainFlags) =>
  sourceOf(flags) !== undefined && flags.env !== env && !(flags.set ?? []).includes(`env=${env}`)

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
  const { env, update, seed } = config
  say(
    `${env}, ${update.name}, seed ${seed}: ${whole(plannedSteps(config))} steps${roundingText(config)} → ${dir}`,
  )
  const progress = new RunProgress(`${update.name} seed ${seed}`, plannedSteps(config))
  const interruption: Interruption = listenForInterrupt(() =>
    progress.note('stopping after this update; Ctrl-C again to exit at once'),
  )
  const profile = flags.profile && new Profile()
  const code = codeOf(config)
  const unguard =
    code === undefined
      ? () => {}
      : guardExit(code, (message) => {
          if (interruption.signal.aborted) return false
          if (existsSync(dir)) writeFailure(dir, { message, stack: '' })
          return true
        })
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
    unguard()
    progress.end()
    interruption.release()
  }
}

/** ` (600 in whole updates of 512)`, where a run comes to other steps than it was asked for. */
function roundingText(config: Config): string {
  const { totalSteps } = config
  if (plannedSteps(config) === totalSteps) return ''
  return ` (${whole(totalSteps)} in whole updates of ${whole(updateSteps(config))})`
}

/** `evaluated at 20,480 steps: 312.4, the best so far (10 episodes, 2 of them cut)` */
function evaluationText({ step, meanReturn, isBest, returns, cut }: EvaluationRecord): string {
  const cuts = cut === 0 ? '' : `, ${cut} of them cut`
  return `evaluated at ${whole(step)} steps: ${number(meanReturn)}${isBest ? ', the best so far' : ''} (${returns.length} episodes${cuts})`
}

/** `finished`, `stopped: signal`, `finished early: stopWhen: meanReturn is 476.2, at least 475` */
function statusText({ status, reason }: Result): string {
  if (reason === undefined) return status
  return status === 'finished' ? `finished early (${reason})` : `stopped (${reason})`
}

function printResult(config: Config, result: Result, dir: string, threads = 1): void {
  const { env, update, seed } = config
  const pace = threads > 1 ? ` with ${threads} threads` : ''
  const entries: [string, string][] = [
    ['status', statusText(result)],
    ['steps', `${whole(result.steps)}${result.steps === plannedSteps(config) ? roundingText(config) : ''}`],
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
