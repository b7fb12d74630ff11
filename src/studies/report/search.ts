/** The trials of a search, and whatever else was stopped before its budget: shown, but never averaged with whole runs. */

import { isStopped, type RunRecord, stepsOf } from '../../runs/files/index.ts'
import type { Group } from '../results/groups.ts'
import type { Measure } from '../results/measure.ts'
import { NO_VALUE, type ParameterSpace, parameterSpace } from '../results/parameters.ts'
import { type Metric, valueAt } from '../search/metric.ts'
import { mean } from '../statistics/index.ts'
import { csv } from './figures/csv.ts'
import { type HeatMaps, heatMaps } from './figures/heat-maps.ts'

export interface Trial {
  readonly label: string
  /** Where it lies: `αr=0.5, lr=0.001`, of the settings in which trials differ. */
  readonly point: string
  readonly runs: number
  /** Environment steps that all of its runs did. */
  readonly steps: number
  /** The same as a share of its budget. */
  readonly share: number
  /** Mean of the metric over its runs when they had done these steps; null where no episode had ended. */
  readonly score: number | null
  /** Whether it is the best of its space, by the search. */
  readonly chosen: boolean
}

/** Trials in one environment. */
export interface SearchSection {
  readonly env: string
  readonly metric: Metric
  /** The ones that went furthest first, the better ones first among those. */
  readonly trials: readonly Trial[]
  /** The metric of all trials after as many steps as every one did. */
  readonly heatMaps: HeatMaps | null
  readonly csv: string
}

export interface SearchFacts {
  /** What the search looks at; null where nothing but a person stopped the runs. */
  readonly metric: Metric | null
  /** Names of the best trials. */
  readonly chosen: readonly string[]
}

/** One section for each environment in which a run was stopped; of `trials`, those of a search, all that there are. */
export function searchSections(
  trials: readonly Group[],
  { metric, chosen }: SearchFacts,
  measureIn: (env: string) => Measure,
): SearchSection[] {
  return [...new Set(trials.map(({ env }) => env))].flatMap((env) => {
    const groups = trials.filter((group) => group.env === env && endedRuns(group).length > 0)
    if (metric === null && !groups.some(({ unfinished }) => unfinished.some(isStopped))) return []
    const own = metric ?? (measureIn(env).name as Metric)
    return groups.length === 0 ? [] : [sectionOf(env, groups, own, chosen)]
  })
}

/** Runs that went to their end, and those that were stopped on purpose. */
const endedRuns = ({ finished, unfinished }: Group) => [...finished, ...unfinished.filter(isStopped)]

function sectionOf(
  env: string,
  groups: readonly Group[],
  metric: Metric,
  chosen: readonly string[],
): SearchSection {
  const space = parameterSpace(groups)
  const rows = groups
    .map((group) => ({ group, trial: trialOf(group, metric, space, chosen) }))
    .sort((a, b) => compare(a.trial, b.trial, metric))
  const common = Math.min(...rows.map(({ trial }) => trial.steps))
  const lowerIsBetter = metric.includes('regret')
  const score = { name: metric, lowerIsBetter, of: (group: Group) => scoreOf(group, metric, common) }
  return {
    env,
    metric,
    trials: rows.map(({ trial }) => trial),
    heatMaps: heatMaps(groups, [score]),
    csv: trialsCsv(rows, space, metric),
  }
}

function trialOf(group: Group, metric: Metric, space: ParameterSpace, chosen: readonly string[]): Trial {
  const runs = endedRuns(group)
  const steps = Math.min(...runs.map(stepsOf))
  return {
    label: group.label,
    point: pointOf(group, space),
    runs: runs.length,
    steps,
    share: Math.min(1, steps / group.config.totalSteps),
    score: scoreOf(group, metric, steps),
    chosen: chosen.includes(group.config.update.name) || chosen.includes(group.label),
  }
}

/** Settings that a trial doesn't have are left out. */
const pointOf = (group: Group, space: ParameterSpace) =>
  space.parameters
    .map((parameter) => ({ label: parameter.label, value: space.valueIn(group, parameter) }))
    .filter(({ value }) => value !== NO_VALUE)
    .map(({ label, value }) => `${label}=${value}`)
    .join(', ')

function scoreOf(group: Group, metric: Metric, steps: number): number | null {
  const values = endedRuns(group).map(({ metrics }) => valueAt([...metrics], steps, metric))
  return values.includes(null) ? null : mean(values as number[])
}

function compare(a: Trial, b: Trial, metric: Metric): number {
  if (a.share !== b.share) return b.share - a.share
  const sign = metric.includes('regret') ? 1 : -1
  const value = ({ score }: Trial) => (score === null ? Number.POSITIVE_INFINITY : sign * score)
  return value(a) === value(b) ? 0 : value(a) - value(b)
}

function trialsCsv(
  rows: readonly { readonly group: Group; readonly trial: Trial }[],
  space: ParameterSpace,
  metric: Metric,
): string {
  const header = [
    'trial',
    ...space.parameters.map(({ label }) => label),
    'runs',
    'steps',
    'shareOfBudget',
    metric,
    'best',
  ]
  const lines = rows.map(({ group, trial }) => [
    trial.label,
    ...space.parameters.map((parameter) => space.valueIn(group, parameter)),
    trial.runs,
    trial.steps,
    trial.share,
    trial.score,
    String(trial.chosen),
  ])
  return csv(header, lines)
}

/** Whether a group is there only as what a search left behind. */
export const isLeftBehind = ({ finished, unfinished }: Group) =>
  finished.length === 0 && unfinished.length > 0 && unfinished.every((run: RunRecord) => isStopped(run))
