/** Figures of curves: learning curves, diagnostics, sample efficiency and performance profiles, each with its data. */

import type { RunRecord } from '../../../runs/files/index.ts'
import { schedulesIn } from '../../../schedules/index.ts'
import { textAt, valueAt } from '../../../settings/paths.ts'
import { metricEntries } from '../../../training/metrics.ts'
import { rowNameOf } from '../../../training/settings-at.ts'
import { type BandPoint, CURVE_POINTS, curveOf, meanCurve, thin } from '../../results/curves.ts'
import type { Measure } from '../../results/measure.ts'
import type { PaintedGroup } from '../shown.ts'
import { type Cell, csv } from './csv.ts'
import { type Diagnostic, diagnostics } from './diagnostics.ts'
import { type Figure, NARROW, PANEL, WIDE } from './figure.ts'
import { type LineFigure, lineFigure, type Series } from './lines.ts'

const STEPS = 'environment steps'

/** Points of all single seeds of one drawing together: with many seeds each gets fewer, so that the page stays small. */
const SEED_POINTS = { wide: 6000, narrow: 3000 }
const PANEL_POINTS = 60

type Look = Omit<LineFigure, 'width' | 'height' | 'labelled' | 'ticks'> & { readonly listed?: boolean }

/** One figure in the page's two widths. */
function lineFigures(look: Look): Pick<Figure, 'title' | 'wide' | 'narrow' | 'file'> {
  const draw = (size: Pick<LineFigure, 'width' | 'height' | 'labelled' | 'ticks'>, points: number) =>
    lineFigure({
      ...look,
      ...size,
      series: look.series.map((one) => thinned(one, look.series, points)),
    })
  const wide = draw(
    { width: WIDE, height: 400, labelled: look.listed ? 'list' : true, ticks: 7 },
    SEED_POINTS.wide,
  )
  const narrow = draw({ width: NARROW, height: 280, labelled: false, ticks: 4 }, SEED_POINTS.narrow)
  return { title: look.title, wide, narrow, file: wide }
}

function thinned(one: Series, all: readonly Series[], points: number): Series {
  const seeds = all.reduce((count, { runs }) => count + runs.length, 0)
  const each = Math.max(12, Math.floor(points / Math.max(1, seeds)))
  return { ...one, runs: one.runs.map((run) => ({ ...run, curve: thin(run.curve, each) })) }
}

/** Return or regret over training: means with bands, and single seeds. The data is that of all groups, shown or not. */
export function learningCurves(
  shown: readonly PaintedGroup[],
  all: readonly PaintedGroup[],
  measure: Measure,
): Figure {
  const regret = measure.by === 'regret'
  const series = new Map(all.map((group) => [group, seriesOf(group, measure.metric)]))
  const look: Look = {
    title: regret ? 'Regret over training' : 'Learning curves',
    xLabel: STEPS,
    yLabel: regret ? 'exact regret' : measure.axis,
    series: shown.map((group) => series.get(group)!),
    seeds: true,
    log: regret,
  }
  return {
    name: regret ? 'regret' : 'learning-curve',
    ...lineFigures(look),
    csv: seriesCsv([...series.values()]),
  }
}

export interface DiagnosticFigure extends Figure, Diagnostic {}

/** Means and bands of the diagnostics; the ones that no run logged are left out. */
export function diagnosticFigures(groups: readonly PaintedGroup[]): DiagnosticFigure[] {
  return diagnostics.flatMap((diagnostic) => {
    const { metric, title, unit, bounds, healthy } = diagnostic
    const series = groups.map((group) => seriesOf(group, metric, PANEL_POINTS))
    if (series.every(({ mean }) => mean.length === 0)) return []
    const look: Look = {
      title,
      xLabel: STEPS,
      yLabel: unit,
      series: series.map((one) => ({ ...one, runs: [] })),
      seeds: false,
      ...(bounds && { bounds }),
      ...(healthy && { healthy }),
    }
    return [
      { ...diagnostic, name: kebab(metric), ...panelOf(look, `${title} (${unit})`), csv: seriesCsv(series) },
    ]
  })
}

/** A small drawing for the page, and a large one as a file. */
function panelOf(look: Look, yLabel: string): Pick<Figure, 'wide' | 'narrow' | 'file'> {
  const panel = lineFigure({ ...look, width: PANEL, height: 210, labelled: false, ticks: 4 })
  const size = { width: WIDE, height: 400, labelled: true, ticks: 7 }
  return { wide: panel, narrow: panel, file: lineFigure({ ...look, ...size, yLabel }) }
}

/** The numbers that followed schedules in any run, as the rows of metrics have them; of runs where they stayed, those too. */
export function scheduleFigures(groups: readonly PaintedGroup[]): DiagnosticFigure[] {
  const runs = groups.flatMap(({ finished, unfinished }) => [...finished, ...unfinished])
  return [...new Set(runs.flatMap(scheduledIn))].flatMap((path) => {
    const lines = groups.flatMap(({ config, name }) =>
      valueAt(config, path.split('.')) === undefined ? [] : [`${name}: ${textAt(config, path)}`],
    )
    const series = groups.map((group) =>
      seriesOf(group, rowNameOf(path), PANEL_POINTS, (run) => rowsWith(run, path)),
    )
    if (series.every(({ mean }) => mean.length === 0)) return []
    const look: Look = {
      title: path,
      xLabel: STEPS,
      yLabel: '',
      series: series.map((one) => ({ ...one, runs: [] })),
      seeds: false,
    }
    const meaning = `Follows a schedule over environment steps. ${lines.join('; ')}.`
    const name = `schedule-${path.replaceAll('.', '-').toLowerCase()}`
    return [
      { metric: path, title: path, unit: '', meaning, name, ...panelOf(look, path), csv: seriesCsv(series) },
    ]
  })
}

/** Paths of numbers that follow a schedule, from the beginning or since one was given to them on the way. */
const scheduledIn = ({ config, metrics }: RunRecord): readonly string[] => [
  ...schedulesIn(config).map(([path]) => path),
  ...Object.keys(metrics.at(-1) ?? {}).filter((name) => !metricNames.has(name)),
]

const metricNames: ReadonlySet<string> = new Set(metricEntries.map(([name]) => name))

/** The rows with a number that they don't hold because it stays; what was changed on the way is not known from the settings. */
function rowsWith({ config, metrics, versions }: RunRecord, path: string): RunRecord['metrics'] {
  const name = rowNameOf(path)
  const value = valueAt(config, path.split('.'))
  if (typeof value !== 'number' || versions.changes !== undefined) return metrics
  return [...metrics].map((row) => (name in row ? row : { ...row, [name]: value }))
}

/** A curve with bands for each update, over whatever stands on the x-axis. */
export interface Band {
  readonly label: string
  readonly name: string
  readonly colour: number
  readonly points: readonly BandPoint[]
}

export interface BandLook {
  readonly name: string
  readonly title: string
  readonly xLabel: string
  readonly yLabel: string
  readonly xDomain: readonly [number, number]
  readonly xLog?: boolean
  readonly bounds?: readonly [number, number]
  /** Names in a list beside the figure: for curves that all end in one place. */
  readonly listed?: boolean
  readonly bandOpacity?: number
  /** Name of the x-axis in the data. */
  readonly xColumn: string
}

export function bandFigure(bands: readonly Band[], { name, xColumn, ...look }: BandLook): Figure {
  const series = bands.map(
    ({ label, name, colour, points }): Series => ({
      label,
      name,
      colour,
      mean: points,
      runs: [],
    }),
  )
  const rows = bands.flatMap(({ label, points }) =>
    points.map(({ step, value, low, high }): Cell[] => [label, step, value, low, high]),
  )
  return {
    name,
    ...lineFigures({ ...look, series, seeds: false }),
    csv: csv(['update', xColumn, 'value', 'low95', 'high95'], rows),
  }
}

/** Means are over finished runs; single runs are all shown, also unfinished ones. */
function seriesOf(
  group: PaintedGroup,
  metric: string,
  points = CURVE_POINTS,
  rowsOf = ({ metrics }: RunRecord) => metrics,
): Series {
  const read = (run: RunRecord) => ({
    seed: run.config.seed,
    curve: thin(curveOf(rowsOf(run), metric), points),
  })
  const finished = group.finished.map(read).filter(({ curve }) => curve.length > 0)
  const mean = meanCurve(
    finished.map(({ curve }) => curve),
    points,
  )
  return {
    label: group.label,
    name: group.name,
    colour: group.colour,
    mean,
    runs: [...finished, ...group.unfinished.map(read)],
  }
}

const seriesCsv = (series: readonly Series[]) =>
  csv(['update', 'run', 'step', 'value', 'low95', 'high95'], linesOf(series))

function* linesOf(series: readonly Series[]): Generator<Cell[], void, void> {
  for (const { label, mean, runs } of series) {
    for (const p of mean) yield [label, 'mean', Math.round(p.step), p.value, p.low, p.high]
    for (const { seed, curve } of runs)
      for (const p of curve) yield [label, `seed ${seed}`, Math.round(p.step), p.value, null, null]
  }
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
