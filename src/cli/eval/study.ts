/** Plays what a finished study has learnt: every run of its folder, without learning. */

import { writeFileSync } from 'node:fs'
import { codeIn } from '../../envs/id.ts'
import { isFinished } from '../../runs/files/index.ts'
import { load } from '../../runs/index.ts'
import { present } from '../../settings/paths.ts'
import { findRuns } from '../../studies/folder/find-runs.ts'
import { estimateLine, number, plural } from '../../studies/format.ts'
import { csv } from '../../studies/report/figures/csv.ts'
import { groupRuns } from '../../studies/results/groups.ts'
import { estimate, mean } from '../../studies/statistics/index.ts'
import { evaluate } from '../../training/index.ts'
import { requireNamed } from '../named-code.ts'
import { say } from '../say.ts'
import { textTable } from '../table.ts'
import { playInterruptibly } from './play.ts'
import { checkpointOption, type EvalFlags } from './run.ts'

interface Played {
  readonly env: string
  readonly update: string
  readonly seed: number
  /** Of the last 100 training episodes; null where none ended. */
  readonly training: number | null
  /** Mean over the episodes played now. */
  readonly played: number
}

/**
 * Prints, of each update in each environment, the return at the end of training and the one that it plays, means over
 * seeds with 95 % intervals.
 *
 * @throws Error of one line for a folder without finished runs.
 */
export async function evalStudy(dir: string, flags: EvalFlags): Promise<void> {
  if (flags.gif !== undefined) throw new Error('--gif films a single run; give the folder of one')
  if (flags.record !== undefined) throw new Error('--record is for a single run; give the folder of one')
  if (flags.env !== undefined) throw new Error('--env is for a single policy; a study has its environments')
  const runs = findRuns(dir).runs.filter(isFinished)
  if (runs.length === 0) throw new Error(`'${dir}' is not a run, and has no finished runs below it`)
  const played: Played[] = []
  for (const { label, finished } of groupRuns(runs))
    for (const { folder } of finished) played.push(await play(folder, label, flags))
  if (flags.csv !== undefined) writeFileSync(flags.csv, playedCsv(played))
  if (flags.json) console.log(JSON.stringify(played, null, 2))
  else console.log(`${tableOf(played)}\n\n${plural(played.length, 'run')}, ${actionsText(flags)}`)
}

const EPISODES = 100

async function play(folder: string, update: string, flags: EvalFlags): Promise<Played> {
  const { config, policy, result } = await load(folder, checkpointOption(flags))
  requireNamed(codeIn(config.env), folder, flags.allowEnv)
  const { episodes = EPISODES, seed, deterministic = false, maxSteps } = flags
  const { returns } = await playInterruptibly(config.env, (stop) =>
    evaluate(policy, config.env, { episodes, seed, deterministic, ...present({ maxSteps }), ...stop }),
  )
  say(`${config.env} ${update} seed ${config.seed}: ${number(mean(returns))}`)
  return { env: config.env, update, seed: config.seed, training: result.meanReturn, played: mean(returns) }
}

function tableOf(played: readonly Played[]): string {
  const keys = [...new Set(played.map(({ env, update }) => JSON.stringify([env, update])))]
  const rows = keys.map((key) => {
    const runs = played.filter(({ env, update }) => JSON.stringify([env, update]) === key)
    const trainings = runs.flatMap(({ training }) => training ?? [])
    return {
      ...runs[0],
      trained: trainings.length < runs.length ? null : estimate(trainings),
      played: estimate(runs.map((run) => run.played)),
      seeds: runs.length,
    }
  })
  return textTable(
    [
      { title: 'environment', cell: ({ env }) => env },
      { title: 'update', cell: ({ update }) => update },
      { title: 'seeds', align: 'right', cell: ({ seeds }) => String(seeds) },
      { title: 'last training episodes', cell: ({ trained }) => estimateLine(trained) },
      { title: 'played', cell: ({ played }) => estimateLine(played) },
    ],
    rows,
  )
}

const actionsText = ({ episodes = EPISODES, seed, deterministic }: EvalFlags) =>
  `${plural(episodes, 'episode')} each (seed ${seed}, ${deterministic ? 'most likely' : 'sampled'} actions)`

const playedCsv = (played: readonly Played[]) =>
  csv(
    ['env', 'update', 'seed', 'finalReturn', 'playedReturn'],
    played.map(({ env, update, seed, training, played }) => [env, update, seed, training, played]),
  )
