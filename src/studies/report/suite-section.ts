/** What the report says of all environments together. */
import type { Comparison } from '../results/comparison.ts'
import { finalScore, type Measure } from '../results/measure.ts'
import { type Suite, type SuiteMember, suiteOf } from '../results/suite.ts'
import {
  type Aggregate,
  aggregate,
  aggregateCurve,
  aggregates,
  type Estimate,
  mean,
  performanceProfile,
  type Scores,
} from '../statistics/index.ts'
import { csv } from './figures/csv.ts'
import { bandFigure } from './figures/curves.ts'
import { estimateFigure } from './figures/estimates.ts'
import type { Figure } from './figures/figure.ts'
import { type HeatMaps, heatMaps } from './figures/heat-maps.ts'
import { improvementMatrix } from './figures/matrix.ts'
import { comparedFigures } from './figures/panels.ts'
import type { PaintedGroup } from './shown.ts'
import { separation } from './verdict.ts'

/** An update over all environments. */
export interface Standing {
  readonly label: string
  readonly name: string
  readonly colour: number
  readonly shown: boolean
  readonly runs: number
  readonly estimates: Readonly<Record<Aggregate, Estimate>>
  /** Mean final score in each environment, in its own units. */
  readonly finals: readonly number[]
}

export interface SuiteSection {
  readonly suite: Suite
  /** Highest interquartile mean first. */
  readonly standings: readonly Standing[]
  readonly hint: string | null
  readonly figures: readonly Figure[]
  readonly heatMaps: HeatMaps | null
  /** The table of standings. */
  readonly csv: string
}

/** What the aggregates are called. */
export const aggregateNames: Readonly<Record<Aggregate, string>> = {
  iqm: 'interquartile mean',
  median: 'median',
  mean: 'mean',
  optimalityGap: 'optimality gap',
}

const PROFILE_POINTS = 81

/** null where there is one environment, or no update has finished runs in all of them. */
export function suiteSection(
  groups: readonly PaintedGroup[],
  measureIn: (env: string) => Measure,
  comparison: Comparison,
): SuiteSection | null {
  const suite = suiteOf(groups, measureIn)
  if (!suite) return null
  const members = suite.members
    .map((member) => ({ member, standing: standingOf(member, suite, groups) }))
    .sort((a, b) => b.standing.estimates.iqm.value - a.standing.estimates.iqm.value)
  const shown = members.filter(({ standing }) => standing.shown)
  const finals = members.map(({ member }) => member.final)
  return {
    suite,
    standings: members.map(({ standing }) => standing),
    hint: separation(finals, 'iqm'),
    figures: [...figuresOf(suite, shown), ...comparedFigures(comparison, groups)],
    heatMaps: heatMaps(oneEach(groups, suite), [
      {
        name: 'interquartile mean',
        lowerIsBetter: false,
        of: ({ label }) =>
          members.find(({ member }) => member.label === label)?.standing.estimates.iqm.value ?? null,
      },
    ]),
    csv: standingsCsv(
      members.map(({ standing }) => standing),
      suite,
    ),
  }
}

/** A group of each update, for the settings by which updates differ. */
const oneEach = (groups: readonly PaintedGroup[], { members }: Suite) =>
  members.map(({ label }) => groups.find((group) => group.label === label)!)

function standingOf({ label, final }: SuiteMember, suite: Suite, groups: readonly PaintedGroup[]): Standing {
  const own = groups.filter((group) => group.label === label)
  const estimates = Object.fromEntries(aggregates.map((which) => [which, aggregate(final, which)]))
  return {
    label,
    name: own[0].name,
    colour: own[0].colour,
    shown: own[0].shown,
    runs: final.runs,
    estimates: estimates as Standing['estimates'],
    finals: suite.environments.map(({ env, measure }) => {
      const { finished } = own.find((group) => group.env === env)!
      return mean(finished.map((run) => finalScore(run, measure)!))
    }),
  }
}

interface Entry {
  readonly member: SuiteMember
  readonly standing: Standing
}

function figuresOf(suite: Suite, entries: readonly Entry[]): Figure[] {
  const final = estimateFigure({
    name: 'aggregates',
    title: 'Aggregate scores',
    panels: aggregates.map((which) => aggregateNames[which]),
    xLabel: 'normalised score',
    scale: 'linear',
    rows: entries.map(({ standing: { label, name, colour, estimates } }) => ({
      label,
      name,
      colour,
      estimates: aggregates.map((which) => estimates[which]),
      runs: [],
    })),
  })
  const several = entries.filter(({ member }) => member.final.runs > 1)
  const curves = entries.filter(({ member }) => member.curve !== null)
  return [
    final,
    ...(curves.length > 0 ? [efficiency(curves, suite)] : []),
    ...(several.length > 1
      ? [
          profile(several),
          improvementMatrix(
            several.map(({ member, standing: { name } }) => ({ name, scores: member.final })),
          ),
        ]
      : []),
  ]
}

const bandOf = (
  { standing: { label, name, colour } }: Entry,
  steps: readonly number[],
  estimates: readonly Estimate[],
) => ({
  label,
  name,
  colour,
  points: estimates.map(({ value, interval }, i) => ({
    step: steps[i],
    value,
    low: interval?.low ?? value,
    high: interval?.high ?? value,
  })),
})

function efficiency(entries: readonly Entry[], { shares }: Suite): Figure {
  const percent = shares.map((share) => 100 * share)
  const bands = entries.map((entry) =>
    bandOf(entry, percent, aggregateCurve(entry.member.curve as Scores, 'iqm')),
  )
  return bandFigure(bands, {
    name: 'sample-efficiency',
    title: 'Sample efficiency',
    xLabel: '% of the steps of a run',
    yLabel: 'interquartile mean of normalised scores',
    xDomain: [0, 100],
    xColumn: 'percent of steps',
  })
}

function profile(entries: readonly Entry[]): Figure {
  const values = entries.flatMap(({ member }) => [...member.final.values])
  const [low, high] = [Math.min(0, ...values), Math.max(1, ...values)]
  const thresholds = Array.from(
    { length: PROFILE_POINTS },
    (_, i) => low + ((high - low) * i) / (PROFILE_POINTS - 1),
  )
  const bands = entries.map((entry) =>
    bandOf(entry, thresholds, performanceProfile(entry.member.final, thresholds)),
  )
  return bandFigure(bands, {
    name: 'profile',
    title: 'Performance profile',
    xLabel: 'normalised score τ',
    yLabel: 'share of runs above τ',
    xDomain: [low, high],
    bounds: [0, 1],
    listed: true,
    bandOpacity: 0.08,
    xColumn: 'threshold',
  })
}

function standingsCsv(standings: readonly Standing[], { environments }: Suite): string {
  const header = ['update', 'runs']
  for (const which of aggregates) header.push(which, `${which}Low95`, `${which}High95`)
  const rows = standings.map(({ label, runs, estimates, finals }) => [
    label,
    runs,
    ...aggregates.flatMap((which) => {
      const { value, interval } = estimates[which]
      return [value, interval?.low ?? null, interval?.high ?? null]
    }),
    ...finals,
  ])
  return csv([...header, ...environments.map(({ env }) => env)], rows)
}
