import { basename } from 'node:path'
import { type Decisions, judge, readLog } from '../../decisions/index.ts'
import { printable } from '../../printable.ts'
import { LOG } from '../../rollouts/index.ts'
import { refuseUsed, removeIfEmpty } from '../../runs/folder/index.ts'
import { load, type Run, train } from '../../runs/index.ts'
import { present } from '../../settings/paths.ts'
import { folderName } from '../../studies/folder-name.ts'
import { duration, number, whole } from '../../studies/format.ts'
import { type Config, plannedSteps, settingsForLog } from '../../training/index.ts'
import { listenForInterrupt } from '../interrupt.ts'
import { judgementText } from '../judge/text.ts'
import { type ContextFlags, columnsOf, type LogFlags, readingProgress } from '../log-options.ts'
import { shellWord } from '../options.ts'
import { inRuns, reserveFolder } from '../output-folder.ts'
import { RunProgress } from '../progress/run-progress.ts'
import { say } from '../say.ts'
import { textList } from '../table.ts'
import { configOf, givenBy } from '../train/config.ts'

export interface LearnFlags extends LogFlags, ContextFlags {
  readonly holdOut?: number
  readonly update?: string
  readonly passes?: number
  readonly seed?: number
  readonly out?: string
  readonly from?: string
  readonly set?: readonly string[]
}

const HOLD_OUT = 0.2

export async function learnAction(log: string, flags: LearnFlags): Promise<void> {
  const { out: wanted, from } = flags
  if (wanted !== undefined)
    refuseUsed(wanted, '--out', `go on with the run in it: formscale train --resume ${shellWord(wanted)}`)
  const decisions = await read(log, flags)
  const config = settingsOf(log, decisions, flags)
  const name = basename(log).replace(/\.\w+(\.gz)?$/, '')
  const out =
    wanted ??
    reserveFolder(inRuns([name, config.update.name, config.seed].map(String).map(folderName).join('-')))
  try {
    const run = await follow(config, decisions, out, from)
    printResult(run, out)
    if (decisions.heldOut && run.result.status === 'finished')
      console.log(`\n${judgementText(decisions.heldOut.name, judge(run.policy, decisions.heldOut))}`)
    console.log(`\n${textList(next(log, out, run))}`)
  } finally {
    decisions.close()
    if (wanted === undefined) removeIfEmpty(out)
  }
}

async function read(log: string, flags: LearnFlags): Promise<Decisions> {
  const features = flags.from === undefined ? undefined : (await load(flags.from)).policy.spec.features
  const decisions = await readLog(log, {
    ...columnsOf(flags),
    ...(features && { features }),
    holdOut: flags.holdOut ?? HOLD_OUT,
    onProgress: readingProgress(log),
  })
  const { rows, heldOut, features: found } = decisions
  say(
    `${log}: ${whole(rows)} rows to learn from${heldOut ? ` and ${whole(heldOut.rows)} held out` : ''}, ${found.actions.length} actions, ${found.columns.length} columns of context`,
  )
  for (const note of decisions.notes) say(`note: ${note}`)
  return decisions
}

/** Options and --set, over what suits the log. */
function settingsOf(
  log: string,
  { rows, columns }: Decisions,
  { update, seed, set, passes }: LearnFlags,
): Config {
  const given = givenBy(present({ env: `${LOG}${log}`, update, seed, set, plain: true }))
  return configOf(given, { ...settingsForLog(rows, passes), data: 'log', log: columns })
}

/** Trains with progress and a clean stop. */
async function follow(
  config: Config,
  decisions: Decisions,
  out: string,
  from: string | undefined,
): Promise<Run> {
  const { update, seed } = config
  say(
    `${update.name}, seed ${seed}: ${number(plannedSteps(config) / decisions.rows)} passes over ${whole(decisions.rows)} rows → ${out}`,
  )
  const progress = new RunProgress(`${update.name} seed ${seed}`, plannedSteps(config))
  const interruption = listenForInterrupt(() =>
    progress.note('stopping after this update; Ctrl-C again to exit at once'),
  )
  try {
    const run = await train({
      ...config,
      update: { ...update },
      data: decisions,
      out,
      onProgress: (metrics) => progress.update(metrics),
      signal: interruption.signal,
      ...(from !== undefined && { from }),
    })
    progress.end()
    if (run.result.status === 'stopped') {
      printResult(run, out)
      interruption.throwIfAsked()
    }
    return run
  } finally {
    progress.end()
    interruption.release()
  }
}

function printResult({ config, result }: Run, out: string): void {
  const { env, update, seed } = config
  console.log(
    `${printable(`${env.slice(LOG.length)}, ${update.name}, seed ${seed}`)}\n${textList([
      ['status', result.status],
      ['rows learnt from', `${whole(result.steps)}, a row counting in every pass`],
      ['time', `${duration(result.seconds)} (${whole(result.stepsPerSecond)} rows/s)`],
      ['folder', out],
    ])}`,
  )
}

const next = (log: string, out: string, { result }: Run): [string, string][] =>
  result.status === 'stopped'
    ? [['go on', `formscale train --resume ${shellWord(out)}`]]
    : [
        ['judge', `formscale judge ${shellWord(out)} ${shellWord(log)} --held-out`],
        ['take home', `formscale export ${shellWord(out)} --policy FILE --no-critic`],
      ]
