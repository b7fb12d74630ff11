/** What the report says of one environment. */
import { type Rows, withOnly } from '../../runs/files/index.ts'
import { type Finding, findingOf, ranked, rankedBy } from '../results/findings.ts'
import type { Group } from '../results/groups.ts'
import { finalScore, type Measure, measures, trainingScore } from '../results/measure.ts'
import { mean, performanceProfile, type Scores, scoresOf } from '../statistics/index.ts'
import {
  bandFigure,
  type DiagnosticFigure,
  diagnosticFigures,
  learningCurves,
  scheduleFigures,
} from './figures/curves.ts'
import { estimateFigure } from './figures/estimates.ts'
import type { Figure } from './figures/figure.ts'
import { type HeatMaps, heatMaps } from './figures/heat-maps.ts'
import { improvementMatrix } from './figures/matrix.ts'
import type { PaintedGroup } from './shown.ts'
import { separation } from './verdict.ts'

export interface EnvironmentSection {
  readonly env: string
  readonly groups: readonly PaintedGroup[]
  readonly findings: readonly Finding[]
  /** How many more seeds would tell the best two apart; null where that is of no use. */
  readonly hint: string | null
  readonly curves: readonly Figure[]
  /** Final scores, their profile, and who beats whom; without those for which too few runs have finished. */
  readonly comparisons: readonly Figure[]
  readonly heatMaps: HeatMaps | null
  readonly diagnostics: readonly DiagnosticFigure[]
}

const PROFILE_POINTS = 81

export function environmentSection(
  env: string,
  groups: readonly PaintedGroup[],
  findings: readonly Finding[],
): EnvironmentSection {
  const measure = rankedBy(findings)
  const shown = groups.filter((group) => group.shown)
  const order = ranked(findings).map(({ label }) => label)
  const byRank = (list: readonly PaintedGroup[]) =>
    [...list].sort((a, b) => order.indexOf(a.label) - order.indexOf(b.label))
  const scored = byRank(shown).flatMap((group) => {
    const scores = finalScores(group, measure)
    return scores ? [{ group, scores }] : []
  })
  return {
    env,
    groups,
    findings,
    hint: separation(
      byRank(groups).flatMap((group) => finalScores(group, measure) ?? []),
      'mean',
    ),
    curves: curvesOf(groups).map((one) => learningCurves(shown, groups, one)),
    comparisons: scored.length === 0 ? [] : comparisonsOf(scored, findings, measure),
    heatMaps: heatMaps(groups, [
      {
        name: measure.name,
        lowerIsBetter: measure.lowerIsBetter,
        of: over((run) => finalScore(run, measure)),
      },
      {
        name: measure.trainingName,
        lowerIsBetter: measure.lowerIsBetter,
        of: over((run) => trainingScore(run, measure)),
      },
    ]),
    diagnostics: [...diagnosticFigures(shown), ...scheduleFigures(shown)],
  }
}

/** The curves that there are: regret comes first, return is always shown. */
function curvesOf(groups: readonly Group[]): Measure[] {
  const knowsRegret = groups.some(({ finished, unfinished }) =>
    [...finished, ...unfinished].some(({ metrics }) => hasRegret(metrics)),
  )
  return knowsRegret ? [measures.regret, measures.final] : [measures.final]
}

function hasRegret(metrics: Rows): boolean {
  for (const { regret } of withOnly(metrics, ['regret'])) if (regret !== undefined) return true
  return false
}

/** Final scores of a group's finished runs, in its own units; null unless every one of them has a score. */
function finalScores(group: Group, measure: Measure): Scores | null {
  const scores = group.finished.map((run) => finalScore(run, measure))
  if (scores.length === 0 || scores.includes(null)) return null
  return scoresOf(
    group.label,
    scores.map((score) => [score as number]),
  )
}

const over = (read: (run: Group['finished'][number]) => number | null) => (group: Group) => {
  const scores = group.finished.map(read)
  return scores.length === 0 || scores.includes(null) ? null : mean(scores as number[])
}

interface Scored {
  readonly group: PaintedGroup
  readonly scores: Scores
}

/** Quartiles need four runs. */
const IQM_SEEDS = 4

function comparisonsOf(scored: readonly Scored[], findings: readonly Finding[], measure: Measure): Figure[] {
  const hasIqm = measure.by === 'final' && scored.some(({ scores }) => scores.runs >= IQM_SEEDS)
  const rows = scored.map(({ group, scores }) => {
    const finding = findings.find(({ label }) => label === group.label)!
    return {
      label: group.label,
      name: group.name,
      colour: group.colour,
      estimates: hasIqm ? [finding.finalIqm!, finding.final!] : [finding[measure.by]!],
      runs: [...scores.values],
    }
  })
  const title = measure.by === 'final' ? 'Final return' : 'Final regret'
  const final = estimateFigure({
    name: measure.by === 'final' ? 'final-return' : 'final-regret',
    title,
    panels: hasIqm ? ['interquartile mean', 'mean'] : ['mean'],
    xLabel: measure.axis,
    scale: measure.lowerIsBetter ? 'log' : 'linear',
    rows,
  })
  const several = scored.filter(({ scores }) => scores.runs > 1)
  if (several.length < 2) return [final]
  return [
    final,
    profileOf(several, measure),
    improvementMatrix(
      several.map(({ group: { name }, scores }) => ({ name, scores: better(scores, measure) })),
    ),
  ]
}

/** Scores in which higher is better. */
const better = (scores: Scores, { lowerIsBetter }: Measure): Scores =>
  lowerIsBetter ? { ...scores, values: scores.values.map((value) => -value) } : scores

/** The share of runs that are better than a threshold. A cost counts from the right: its axis goes down. */
function profileOf(scored: readonly Scored[], measure: Measure): Figure {
  const sign = measure.lowerIsBetter ? -1 : 1
  const values = scored.flatMap(({ scores }) => [...scores.values])
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const xLog = low > 0 && high / low > 10 && measure.lowerIsBetter
  const marks = xLog ? geometric(low / 1.05, high * 1.05) : even(low, high, 0.02 * (high - low || 1))
  const thresholds = measure.lowerIsBetter ? marks.reverse().map((mark) => -mark) : marks
  const bands = scored.map(({ group: { label, name, colour }, scores }) => ({
    label,
    name,
    colour,
    points: performanceProfile(better(scores, measure), thresholds).map(({ threshold, value, interval }) => ({
      step: sign * threshold,
      value,
      low: interval?.low ?? value,
      high: interval?.high ?? value,
    })),
  }))
  return bandFigure(bands, {
    name: 'profile',
    title: 'Performance profile',
    xLabel: measure.lowerIsBetter ? 'final regret, better to the right' : 'final return',
    yLabel: measure.lowerIsBetter ? 'share of runs below' : 'share of runs above',
    xDomain: [sign * thresholds[0], sign * thresholds[PROFILE_POINTS - 1]],
    xLog,
    bounds: [0, 1],
    listed: true,
    bandOpacity: 0.08,
    xColumn: 'threshold',
  })
}

const even = (low: number, high: number, margin: number) =>
  Array.from(
    { length: PROFILE_POINTS },
    (_, i) => low - margin + ((high - low + 2 * margin) * i) / (PROFILE_POINTS - 1),
  )

const geometric = (low: number, high: number) =>
  Array.from({ length: PROFILE_POINTS }, (_, i) => low * (high / low) ** (i / (PROFILE_POINTS - 1)))

/** Findings of every environment, in the order in which environments are met. */
export function findingsByEnvironment(groups: readonly Group[]): Map<string, Finding[]> {
  const byEnv = new Map<string, Finding[]>()
  for (const group of groups) byEnv.set(group.env, [...(byEnv.get(group.env) ?? []), findingOf(group)])
  return byEnv
}
