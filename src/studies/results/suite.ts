/** Updates over all environments of a study: one table of scores each, on one scale. */

import type { RunRecord } from '../../runs/files/index.ts'
import { normalise, type ScoreRange, type Scores, scoresOf } from '../statistics/index.ts'
import { commonGrid, curveOf, interpolate, type Point } from './curves.ts'
import type { Group } from './groups.ts'
import { finalScore, type Measure } from './measure.ts'
import { referenceOf } from './references.ts'

/** What counts as 0 and as 1 in an environment, and why. */
export interface SuiteEnvironment extends ScoreRange {
  readonly env: string
  readonly measure: Measure
  /** `random actions`, `the lowest run`, … */
  readonly zeroIs: string
  readonly oneIs: string
}

export interface SuiteMember {
  readonly label: string
  /** Normalised final scores: runs × environments. */
  readonly final: Scores
  /** The same along training: runs × environments × shares of the budget; null where some run has no curve. */
  readonly curve: Scores | null
  /** Finished runs that are left out, so that every environment has as many. */
  readonly surplus: number
}

export interface Suite {
  readonly environments: readonly SuiteEnvironment[]
  readonly members: readonly SuiteMember[]
  /** Shares of the budget, in (0, 1], at which the curves are. */
  readonly shares: readonly number[]
  /** Updates without a finished score in every environment. */
  readonly leftOut: readonly string[]
}

/**
 * null for fewer than two environments, or where no update has finished runs with a score in all of them.
 *
 * @param measureIn by what updates are judged in an environment.
 */
export function suiteOf(groups: readonly Group[], measureIn: (env: string) => Measure): Suite | null {
  const judged = [...new Set(groups.map(({ env }) => env))].map((env) => ({ env, measure: measureIn(env) }))
  if (judged.length < 2) return null
  const labels = [...new Set(groups.map(({ label }) => label))]
  const rows = labels.map((label) => ({ label, cells: cellsOf(label, groups, judged) }))
  const whole = rows.flatMap(({ label, cells }) => (cells ? [{ label, cells }] : []))
  if (whole.length === 0) return null
  const shares = commonGrid(whole.flatMap(({ cells }) => cells.flatMap((runs) => runs.flatMap(curvesIn))))
  const environments = judged.map((environment) => rangeOf(environment, groups))
  return {
    environments,
    members: whole.map(({ label, cells }) => memberOf(label, cells, environments, shares)),
    shares,
    leftOut: rows.flatMap(({ label, cells }) => (cells ? [] : [label])),
  }
}

interface JudgedEnvironment {
  readonly env: string
  readonly measure: Measure
}

/** A run's score and its curve over the share of its budget. */
interface Cell {
  readonly score: number
  readonly curve: readonly Point[]
}

const curvesIn = (cell: Cell) => (cell.curve.length > 0 ? [cell.curve] : [])

/** The runs of an update in each environment; null unless it has some, all with a score, in every one. */
function cellsOf(label: string, groups: readonly Group[], judged: readonly JudgedEnvironment[]) {
  const cells = judged.map(({ env, measure }) => {
    const runs = groups.find((group) => group.env === env && group.label === label)?.finished ?? []
    return runs.map((run) => ({ score: finalScore(run, measure), curve: shareCurve(run, measure) }))
  })
  const complete = cells.every((runs) => runs.length > 0 && runs.every(({ score }) => score !== null))
  return complete ? (cells as Cell[][]) : null
}

const shareCurve = ({ metrics, config }: RunRecord, { metric }: Measure): Point[] =>
  curveOf(metrics, metric).map(({ step, value }) => ({ step: Math.min(1, step / config.totalSteps), value }))

/** As many runs of every environment: the first by seed. Environments are strata of their own, so seeds need not match. */
function memberOf(
  label: string,
  cells: readonly (readonly Cell[])[],
  environments: readonly SuiteEnvironment[],
  shares: readonly number[],
): SuiteMember {
  const runs = Math.min(...cells.map(({ length }) => length))
  const table = <T>(of: (cell: Cell) => T): T[][] =>
    Array.from({ length: runs }, (_, run) => cells.map((column) => of(column[run])))
  const hasCurves = shares.length > 0 && cells.flat().every(({ curve }) => curve.length > 0)
  const curves = hasCurves
    ? scoresOf(
        label,
        table(({ curve }) => interpolate(curve, shares)),
      )
    : null
  return {
    label,
    final: normalise(
      scoresOf(
        label,
        table(({ score }) => score),
      ),
      environments,
    ),
    curve: curves && normalise(curves, environments),
    surplus: cells.flat().length - runs * cells.length,
  }
}

/**
 * 0 is the return of random actions and 1 that of a solved environment, where these are known. Else they are the worst
 * and the best single run of the study here; for regret, 1 is no regret.
 */
function rangeOf({ env, measure }: JudgedEnvironment, groups: readonly Group[]): SuiteEnvironment {
  const runs = groups.filter((group) => group.env === env).flatMap(({ finished }) => finished)
  const scores = runs.flatMap((run) => finalScore(run, measure) ?? [])
  const [lowest, highest] = [Math.min(...scores), Math.max(...scores)]
  const worst = 'the worst run here'
  if (measure.lowerIsBetter)
    return { env, measure, ...apart(highest, 0), zeroIs: worst, oneIs: 'the optimum' }
  const reference = referenceOf(env)
  const one = reference?.solved ?? highest
  const fromRandom = reference !== undefined && reference.random < one
  return {
    env,
    measure,
    ...apart(fromRandom ? reference.random : lowest, one),
    zeroIs: fromRandom ? 'random actions' : worst,
    oneIs: reference?.solved === undefined ? 'the best run here' : 'solved (Gymnasium)',
  }
}

/** A range of some extent, also where all runs scored the same. */
const apart = (zero: number, one: number): ScoreRange => ({ zero, one: zero === one ? zero + 1 : one })
