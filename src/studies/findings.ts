/** What a study found: one row for each update in each environment. */
import { areaMean, curveOf, type MetricName } from './curves.ts'
import type { Group } from './groups.ts'
import type { RunRecord } from './runs.ts'
import { type Estimate, type EstimateOptions, estimate } from './statistics/index.ts'

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
  return {
    env: group.env,
    label: group.label,
    seeds: runs.map((run) => run.config.seed),
    unfinished: group.unfinished.length,
    final: over(runs, (run) => run.result?.meanReturn),
    finalIqm: over(runs, (run) => run.result?.meanReturn, { statistic: 'iqm' }),
    training: over(runs, (run) => trainingMean(run, 'meanReturn')),
    regret: over(runs, (run) => run.result?.regret),
    trainingRegret: over(runs, (run) => trainingMean(run, 'regret')),
    stepsPerSecond: over(runs, (run) => run.result?.stepsPerSecond)?.value ?? null,
    seconds: over(runs, (run) => run.result?.seconds)?.value ?? null,
  }
}

const trainingMean = (run: RunRecord, name: MetricName) => areaMean(curveOf(run.metrics, name))

/** A statistic over runs; null unless every run has the number, so that no run drops out unseen. */
function over(
  runs: readonly RunRecord[],
  read: (run: RunRecord) => number | null | undefined,
  options?: EstimateOptions,
): Estimate | null {
  const values = runs.map(read).filter((value) => typeof value === 'number' && Number.isFinite(value))
  if (values.length === 0 || values.length < runs.length) return null
  return estimate(values as number[], options)
}

/** The number by which updates are ranked in an environment: regret where it is known (lower is better), else return. */
export const rankedBy = (findings: readonly Finding[]) =>
  findings.some((finding) => finding.regret) ? ('regret' as const) : ('final' as const)

/** Best first; what has no number last. */
export function ranked(findings: readonly Finding[]): Finding[] {
  const by = rankedBy(findings)
  const sign = by === 'regret' ? 1 : -1
  const score = (finding: Finding) => (finding[by] ? sign * finding[by].value : Number.POSITIVE_INFINITY)
  return [...findings].sort((a, b) => (score(a) === score(b) ? 0 : score(a) - score(b)))
}
