/** Points of a search that were stopped before their budget: shown, but never averaged with runs that went to the end. */
import type { Group } from '../groups.ts'
import { finalScore, type Measure } from '../measure.ts'
import { type Parameter, valueIn, varyingParameters } from '../parameters.ts'
import { isStopped, type RunRecord, stepsOf } from '../runs.ts'
import { mean } from '../statistics/index.ts'
import { csv } from './figures/csv.ts'

export interface Trial {
  readonly env: string
  readonly label: string
  readonly measure: Measure
  readonly runs: number
  /** Environment steps of the run that went furthest. */
  readonly steps: number
  /** The same as a share of its budget. */
  readonly share: number
  /** Mean over the runs that went that far, as they stood then; null where no episode had ended. */
  readonly score: number | null
  /** Whether some run went to the end. */
  readonly finished: boolean
}

export interface Search {
  /** The ones that went furthest first, the better ones first among those. */
  readonly trials: readonly Trial[]
  readonly csv: string
}

/** null where no run was stopped. */
export function searchOf(groups: readonly Group[], measureIn: (env: string) => Measure): Search | null {
  const stopped = groups.filter(({ unfinished }) => unfinished.some(isStopped))
  if (stopped.length === 0) return null
  const envs = new Set(stopped.map(({ env }) => env))
  const rows = groups
    .filter(
      ({ env, finished, unfinished }) => envs.has(env) && (finished.length > 0 || unfinished.some(isStopped)),
    )
    .map((group) => ({ group, trial: trialOf(group, measureIn(group.env)) }))
    .sort((a, b) => compare(a.trial, b.trial))
  const parameters = varyingParameters(groups)
  return { trials: rows.map(({ trial }) => trial), csv: trialsCsv(rows, parameters) }
}

function trialOf(group: Group, measure: Measure): Trial {
  const runs = [...group.finished, ...group.unfinished.filter(isStopped)]
  const steps = Math.max(...runs.map(stepsOf))
  const scores = runs.filter((run) => stepsOf(run) === steps).map((run) => finalScore(run, measure))
  return {
    env: group.env,
    label: group.label,
    measure,
    runs: runs.length,
    steps,
    share: Math.min(1, steps / group.config.totalSteps),
    score: scores.includes(null) ? null : mean(scores as number[]),
    finished: group.finished.length > 0,
  }
}

function compare(a: Trial, b: Trial): number {
  if (a.env !== b.env) return a.env < b.env ? -1 : 1
  if (a.share !== b.share) return b.share - a.share
  const sign = a.measure.lowerIsBetter ? 1 : -1
  const worst = Number.POSITIVE_INFINITY
  const value = ({ score }: Trial) => (score === null ? worst : sign * score)
  return value(a) === value(b) ? 0 : value(a) - value(b)
}

function trialsCsv(
  rows: readonly { readonly group: Group; readonly trial: Trial }[],
  parameters: readonly Parameter[],
): string {
  const header = [
    'env',
    'update',
    ...parameters.map(({ label }) => label),
    'runs',
    'steps',
    'score',
    'finished',
  ]
  const lines = rows.map(({ group, trial }) => [
    trial.env,
    trial.label,
    ...parameters.map((parameter) => valueIn(group.config, parameter)),
    trial.runs,
    trial.steps,
    trial.score,
    String(trial.finished),
  ])
  return csv(header, lines)
}

/** Whether a group is there only as what a search left behind. */
export const isLeftBehind = ({ finished, unfinished }: Group) =>
  finished.length === 0 && unfinished.length > 0 && unfinished.every((run: RunRecord) => isStopped(run))
