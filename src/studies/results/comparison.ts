/** Updates of a study beside one of them, the baseline: scores of every run, and differences with their intervals. */
import { nearest } from '../../nearest.ts'
import {
  aggregate,
  aggregateDifference,
  aggregateDifferences,
  type Estimate,
  estimate,
  type JointEstimate,
  mean,
  normalise,
  pairedDifferences,
  probabilityOfImprovement,
  type Scores,
  scoresOf,
} from '../statistics/index.ts'
import { curveOf, type Point } from './curves.ts'
import type { Group } from './groups.ts'
import { finalScore, type Measure, measures, trainingScore } from './measure.ts'
import { referenceOf } from './references.ts'

/** What one run came to. */
export interface RunScore {
  readonly env: string
  readonly label: string
  readonly seed: number
  readonly final: number
  readonly training: number
  readonly seconds: number
  readonly curve: readonly Point[]
}

/** An update beside the baseline. Of the baseline itself there are no differences. */
export interface Standing {
  readonly label: string
  /** Interquartile mean of final scores over runs × environments: see `scale`. */
  readonly final: Estimate
  readonly less: Estimate | null
  readonly improvement: Estimate | null
  readonly trainingLess: Estimate | null
  /** Seconds of training, mean over runs. */
  readonly seconds: number
}

export interface Comparison {
  readonly measure: Measure
  readonly environments: readonly string[]
  /** Updates with finished runs in every environment, in the order in which they are met. */
  readonly labels: readonly string[]
  readonly runs: readonly RunScore[]
  readonly baseline: string | undefined
}

/**
 * The finished runs of a study by one measure: exact regret where every environment knows it, else return.
 *
 * @throws Error of one line for a baseline that has no finished runs in every environment.
 */
export function comparisonOf(groups: readonly Group[], baseline?: string): Comparison {
  const finished = groups.filter((group) => group.finished.length > 0)
  const knowsRegret = finished.every((group) =>
    group.finished.every((run) => finalScore(run, measures.regret) !== null),
  )
  const measure = knowsRegret ? measures.regret : measures.final
  const runs = finished.flatMap((group) => scoresIn(group, measure))
  const environments = [...new Set(runs.map(({ env }) => env))]
  const labels = [...new Set(runs.map(({ label }) => label))].filter((label) =>
    environments.every((env) => runs.some((run) => run.label === label && run.env === env)),
  )
  if (baseline !== undefined && !labels.includes(baseline))
    throw new Error(
      `baseline is '${baseline}', which has no finished runs in every environment; did you mean ${nearest(baseline, labels)}?`,
    )
  return { measure, environments, labels, runs, baseline }
}

function scoresIn({ env, label, finished }: Group, measure: Measure): RunScore[] {
  return finished.flatMap((run) => {
    const [final, training] = [finalScore(run, measure), trainingScore(run, measure)]
    if (final === null || training === null) return []
    const { seed } = run.config
    const curve = curveOf(run.metrics, measure.metric)
    return [{ env, label, seed, final, training, seconds: run.result?.seconds ?? Number.NaN, curve }]
  })
}

export const runsOf = ({ runs }: Comparison, label: string, env: string) =>
  runs.filter((run) => run.label === label && run.env === env)

/** What 0 and 1 are of the scores that standings are made of, in words. */
export const scaleText = ({ measure }: Comparison, baseline: string) =>
  `1 is the mean of ${baseline}, 0 ${measure.lowerIsBetter ? 'the optimum' : 'the return of random actions'}`

/**
 * All updates on one scale over environments, the best first: 1 is the baseline's mean, 0 the return of random actions (0
 * where that isn't known) or no regret. Intervals are of the stratified bootstrap.
 *
 * @throws Error of one line for an environment in which the baseline is at 0 itself.
 */
export function standingsOf(comparison: Comparison, baseline: string): Standing[] {
  const { labels, measure } = comparison
  const of = (kind: Kind) =>
    new Map(labels.map((label) => [label, normalised(comparison, label, baseline, kind)]))
  const [finals, trainings] = [of('final'), of('training')]
  const standings = labels.map((label): Standing => {
    const less = (scores: ReadonlyMap<string, Scores>) =>
      label === baseline ? null : aggregateDifference(scores.get(label)!, scores.get(baseline)!, 'iqm')
    const [own, other] = [label, baseline].map((one) => better(finals.get(one)!, measure))
    return {
      label,
      final: aggregate(finals.get(label)!, 'iqm'),
      less: less(finals),
      improvement: label === baseline ? null : probabilityOfImprovement(own, other),
      trainingLess: less(trainings),
      seconds: mean(comparison.runs.filter((run) => run.label === label).map(({ seconds }) => seconds)),
    }
  })
  const sign = measure.lowerIsBetter ? 1 : -1
  return standings.sort((a, b) => sign * (a.final.value - b.final.value))
}

type Kind = 'final' | 'training'

/**
 * All others less the baseline, by their names, with intervals that hold all at once: on the scale of `standingsOf`, or in one
 * environment of runs of the same seed, those seeds that all updates have: of none where they share no seed.
 */
export function jointDifferences(
  comparison: Comparison,
  baseline: string,
  kind: Kind,
): ReadonlyMap<string, JointEstimate> {
  const others = comparison.labels.filter((label) => label !== baseline)
  const [env, ...more] = comparison.environments
  const named = (differences: readonly JointEstimate[]) =>
    new Map(others.map((label, i) => [label, differences[i]]))
  if (more.length > 0) {
    const scores = (label: string) => normalised(comparison, label, baseline, kind)
    return named(aggregateDifferences(others.map(scores), scores(baseline), 'iqm'))
  }
  const pairs = sameSeeds(comparison, [baseline, ...others], env, kind)
  return pairs.every(({ length }) => length === 0) ? new Map() : named(pairedDifferences(pairs, 'iqm'))
}

/** `jointDifferences` of one environment by itself, on the scale of `standingsOf`. */
export function jointDifferencesIn(
  comparison: Comparison,
  baseline: string,
  env: string,
  kind: Kind,
): ReadonlyMap<string, JointEstimate> {
  const { zero, one } = rangeIn(comparison, baseline, env, kind)
  const scaled = (number: number) => number / (one - zero)
  const alone = jointDifferences({ ...comparison, environments: [env] }, baseline, kind)
  return new Map(
    [...alone].map(([label, { value, interval, detectable }]) => [
      label,
      {
        value: scaled(value),
        interval: interval && { low: scaled(interval.low), high: scaled(interval.high) },
        detectable: detectable === null ? null : scaled(detectable),
      },
    ]),
  )
}

/** Of each other update, its numbers less the baseline's at every seed that all of them have. */
function sameSeeds(
  comparison: Comparison,
  [baseline, ...others]: readonly string[],
  env: string,
  kind: Kind,
): number[][] {
  const of = (label: string) => new Map(runsOf(comparison, label, env).map((run) => [run.seed, run[kind]]))
  const [base, ...members] = [baseline, ...others].map(of)
  const seeds = [...base.keys()].filter((seed) => members.every((member) => member.has(seed)))
  return members.map((member) => seeds.map((seed) => member.get(seed)! - base.get(seed)!))
}

/** Runs × environments; as many runs of each environment, the first by seed. */
function normalised(comparison: Comparison, label: string, baseline: string, kind: Kind): Scores {
  const { environments } = comparison
  const cells = environments.map((env) => runsOf(comparison, label, env))
  const count = Math.min(...cells.map(({ length }) => length))
  const rows = Array.from({ length: count }, (_, i) => cells.map((runs) => runs[i][kind]))
  const ranges = environments.map((env) => rangeIn(comparison, baseline, env, kind))
  return normalise(scoresOf(label, rows), ranges)
}

/** The scale of `standingsOf` in one environment. */
function rangeIn(comparison: Comparison, baseline: string, env: string, kind: Kind) {
  const { lowerIsBetter } = comparison.measure
  const zero = lowerIsBetter ? 0 : (referenceOf(env)?.random ?? 0)
  const one = mean(runsOf(comparison, baseline, env).map((run) => run[kind]))
  if (one === zero)
    throw new Error(
      `the baseline '${baseline}' is as good as ${lowerIsBetter ? 'the optimum' : 'random actions'} in ${env}, so that scores have no scale there; take another, or leave the environment out by --environments`,
    )
  return { zero, one }
}

/** Scores in which higher is better. */
const better = (scores: Scores, { lowerIsBetter }: Measure): Scores =>
  lowerIsBetter ? { ...scores, values: scores.values.map((value) => -value) } : scores

/**
 * An update's number less the baseline's in one environment: the interquartile mean of differences between runs of the same
 * seed, which meet the same starts; null where they share no seed.
 */
export function pairedDifference(
  comparison: Comparison,
  [label, baseline]: readonly [string, string],
  env: string,
  score: (run: RunScore) => number,
): Estimate | null {
  const others = runsOf(comparison, baseline, env)
  const pairs = runsOf(comparison, label, env).flatMap((run) => {
    const other = others.find(({ seed }) => seed === run.seed)
    return other ? [score(run) - score(other)] : []
  })
  return pairs.length === 0 ? null : estimate(pairs, { statistic: 'iqm' })
}

/** Steps until a curve reaches the threshold; undefined where it never does. */
export function stepsTo(
  { curve }: RunScore,
  threshold: number,
  { lowerIsBetter }: Measure,
): number | undefined {
  return curve.find(({ value }) => (lowerIsBetter ? value <= threshold : value >= threshold))?.step
}
