/** All figures of one environment, as SVG for the page, SVG files and the data behind them. */
import { curveOf, type MetricName, meanCurve, thin } from '../curves.ts'
import type { Finding } from '../findings.ts'
import type { RunRecord } from '../runs.ts'
import { type Cell, csv } from './csv.ts'
import { diagnostics } from './diagnostics.ts'
import { type LineFigure, lineFigure, type Series } from './lines.ts'
import type { PaintedGroup } from './palette.ts'
import { type ScoreFigure, scoreFigure } from './scores.ts'
import type { Drawing } from './svg.ts'

export interface Figure {
  /** Name of its files, without ending. */
  readonly name: string
  readonly title: string
  /** For pages wider than a telephone. */
  readonly wide: string
  readonly narrow: string
  /** For a file of its own. */
  readonly file: string
  readonly csv: string
}

const WIDE = 900
const NARROW = 400
const PANEL = 400
const PANEL_POINTS = 80

/** Return or regret over training. */
export function curveFigure(
  drawing: Drawing,
  groups: readonly PaintedGroup[],
  metric: 'meanReturn' | 'regret',
): Figure {
  const regret = metric === 'regret'
  const series = groups.map((group) => seriesOf(group, metric))
  const base = {
    title: regret ? 'Regret over training' : 'Learning curves',
    yLabel: regret ? 'exact regret (reward per step)' : 'mean return of the last 100 episodes',
    series,
    seeds: true,
    log: regret,
  }
  const wide = lineFigure(drawing, { ...base, width: WIDE, height: 400, labelled: true, ticks: 7 })
  const narrow = lineFigure(drawing, { ...base, width: NARROW, height: 280, labelled: false, ticks: 4 })
  const name = regret ? 'regret' : 'learning-curve'
  return { name, title: base.title, wide, narrow, file: wide, csv: curveCsv(series) }
}

/** Means and bands of the diagnostics; the ones that no run logged are left out. */
export function diagnosticFigures(
  drawing: Drawing,
  groups: readonly PaintedGroup[],
): (Figure & { healthy: string })[] {
  return diagnostics.flatMap(({ metric, title, unit, healthy, bounds }) => {
    const series = groups.map((group) => seriesOf(group, metric, PANEL_POINTS))
    if (series.every(({ mean }) => mean.length === 0)) return []
    const figure: LineFigure = {
      title,
      yLabel: unit,
      series,
      width: PANEL,
      height: 210,
      labelled: false,
      seeds: false,
      ticks: 4,
      ...(bounds && { bounds }),
    }
    const panel = lineFigure(drawing, figure)
    const file = lineFigure(drawing, {
      ...figure,
      yLabel: `${title} (${unit})`,
      width: WIDE,
      height: 400,
      labelled: true,
      ticks: 7,
    })
    return [{ name: kebab(metric), title, healthy, wide: panel, narrow: panel, file, csv: curveCsv(series) }]
  })
}

/** Final scores with intervals, in the order of the findings; null where there are none. */
export function finalFigure(
  drawing: Drawing,
  groups: readonly PaintedGroup[],
  findings: readonly Finding[],
  by: 'final' | 'regret',
): Figure | null {
  const scores = findings.flatMap((finding) => {
    const group = groups.find(({ label }) => label === finding.label)
    const estimate = finding[by]
    if (!group || !estimate) return []
    const runs = group.finished.map(
      ({ result }) => (by === 'final' ? result?.meanReturn : result?.regret) as number,
    )
    return [{ label: group.label, colour: group.colour, estimate, runs, seeds: finding.seeds }]
  })
  if (scores.length === 0) return null
  const title = by === 'final' ? 'Final return' : 'Final regret'
  const xLabel =
    by === 'final' ? 'mean return of the last 100 episodes' : 'exact regret at the end (reward per step)'
  const figure = (width: number, labelLength: number): ScoreFigure => ({
    title,
    xLabel,
    scores,
    width,
    labelLength,
    log: by === 'regret',
  })
  const wide = scoreFigure(drawing, figure(WIDE, 30))
  const rows = scores.flatMap(({ label, runs, seeds }) => runs.map((run, i) => [label, seeds[i], run]))
  return {
    name: by === 'final' ? 'final-return' : 'final-regret',
    title,
    wide,
    narrow: scoreFigure(drawing, figure(NARROW, 14)),
    file: wide,
    csv: csv(['update', 'seed', by === 'final' ? 'meanReturn' : 'regret'], rows),
  }
}

/** Means are over finished runs; single runs are all shown, also unfinished ones. */
function seriesOf(group: PaintedGroup, metric: MetricName, points?: number): Series {
  const read = (run: RunRecord) => ({
    seed: run.config.seed,
    curve: thin(curveOf(run.metrics, metric), points),
  })
  const finished = group.finished.map(read).filter(({ curve }) => curve.length > 0)
  const mean = meanCurve(
    finished.map(({ curve }) => curve),
    points,
  )
  return {
    label: group.label,
    colour: group.colour,
    mean,
    runs: [...finished, ...group.unfinished.map(read)],
  }
}

function curveCsv(series: readonly Series[]): string {
  const rows = series.flatMap(({ label, mean, runs }) => [
    ...mean.map((p): Cell[] => [label, 'mean', Math.round(p.step), p.value, p.low, p.high]),
    ...runs.flatMap(({ seed, curve }) =>
      curve.map((p): Cell[] => [label, `seed ${seed}`, Math.round(p.step), p.value, null, null]),
    ),
  ])
  return csv(['update', 'run', 'step', 'value', 'low95', 'high95'], rows)
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
