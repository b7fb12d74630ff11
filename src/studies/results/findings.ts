/** What a study found: one row for each update in each environment. */

import type { RunRecord } from '../../runs/files/index.ts'
import { type Estimate, type EstimateOptions, estimate, mean } from '../statistics/index.ts'
import type { Group } from './groups.ts'
import { finalScore, type Measure, measures, trainingScore } from './measure.ts'

export interface Finding {
  readonly env: string
  readonly label: string
  readonly seeds: readonly number[]
  /** Runs that didn't finish and aren't part of the numbers. */
  readonly unfinished: number
  /** Mean return of the last 100 episodes of each run. null: no run finished, or no episode ended. */
  readonly final: Estimate | null
  /** The same, by interquartile mean over runs. */
  readonly finalIqm: Estimate | null
  /** Mean return averaged over training, from the first finished episode on: speed and quality in one number. */
  readonly training: Estimate | null
  /** Exact regret at the end; null in environments that don't know theirs. */
  readonly regret: Estimate | null
  /** Regret averaged over training. */
  readonly trainingRegret: Estimate | null
  /** Mean over runs, as each measured it beside the others that ran at the same time. */
  readonly stepsPerSecond: number | null
  /** Seconds of training, mean over runs. */
  readonly seconds: number | null
}

export function findingOf(group: Group): Finding {
  const runs = group.finished
  const { final, regret } = measures
  return {
    env: group.env,
    label: group.label,
    seeds: runs.map((run) => run.config.seed),
    unfinished: group.unfinished.length,
    final: over(runs, (run) => finalScore(run, final)),
    finalIqm: over(runs, (run) => finalScore(run, final), { statistic: 'iqm' }),
    training: over(runs, (run) => trainingScore(run, final)),
    regret: over(runs, (run) => finalScore(run, regret)),
    trainingRegret: over(runs, (run) => trainingScore(run, regret)),
    stepsPerSecond: average(runs, ({ result }) => result?.stepsPerSecond),
    seconds: average(runs, ({ result }) => result?.seconds),
  }
}

type Reader = (run: RunRecord) => number | null | undefined

/** A statistic over runs. */
function over(runs: readonly RunRecord[], read: Reader, options?: EstimateOptions): Estimate | null {
  const values = valuesOf(runs, read)
  return values && estimate(values, options)
}

function average(runs: readonly RunRecord[], read: Reader): number | null {
  const values = valuesOf(runs, read)
  return values && mean(values)
}

/** A number for each run; null unless every run has one, so that no run drops out unseen. */
function valuesOf(runs: readonly RunRecord[], read: Reader): number[] | null {
  const values = runs.map(read).filter((value) => typeof value === 'number' && Number.isFinite(value))
  return values.length === 0 || values.length < runs.length ? null : (values as number[])
}

/** The number by which updates are ranked in an environment: regret where it is known (lower is better), else return. */
export const rankedBy = (findings: readonly Finding[]): Measure =>
  findings.some((finding) => finding.regret) ? measures.regret : measures.final

/** Best first; what has no number last. */
export function ranked(findings: readonly Finding[]): Finding[] {
  const { by, lowerIsBetter } = rankedBy(findings)
  const sign = lowerIsBetter ? 1 : -1
  const score = (finding: Finding) => (finding[by] ? sign * finding[by].value : Number.POSITIVE_INFINITY)
  return [...findings].sort((a, b) => (score(a) === score(b) ? 0 : score(a) - score(b)))
}
