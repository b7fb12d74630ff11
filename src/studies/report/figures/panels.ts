/** Figures of a comparison over several environments: curves, a panel for each, and differences to the baseline. */
import { type Comparison, runsOf, standingsOf } from '../../results/comparison.ts'
import { meanCurve, thin } from '../../results/curves.ts'
import type { PaintedGroup } from '../shown.ts'
import { csv } from './csv.ts'
import { estimateFigure } from './estimates.ts'
import type { Figure } from './figure.ts'
import { lineFigure, type Series } from './lines.ts'
import { escapeText, svgText } from './svg.ts'

const [WIDTH, HEIGHT, TITLE, COLUMNS] = [450, 250, 30, 2]
/** Points of a curve in a panel. */
const POINTS = 50

type Painted = Pick<PaintedGroup, 'label' | 'name' | 'colour'>

/** Curves in panels, and differences to the baseline where there is one. */
export function comparedFigures(comparison: Comparison, groups: readonly PaintedGroup[]): Figure[] {
  const painted = comparison.labels
    .map((label) => groups.find((group) => group.label === label)!)
    .filter(({ shown }) => shown)
  const { baseline } = comparison
  return [
    curvePanels(comparison, painted),
    ...(baseline === undefined || painted.length < 2
      ? []
      : [differencesFigure(comparison, baseline, painted)]),
  ]
}

/** Mean curves with 95 % bands of the shown updates, a panel for each environment. */
function curvePanels(comparison: Comparison, shown: readonly Painted[]): Figure {
  const { environments, measure } = comparison
  const title = measure.lowerIsBetter ? 'Regret over training' : 'Learning curves'
  const panels = environments.map((env) => ({
    env,
    series: shown.map((one) => seriesOf(comparison, one, env)),
  }))
  const drawn = panels.map(({ env, series }) =>
    lineFigure({
      title: env,
      series,
      width: WIDTH,
      height: HEIGHT,
      xLabel: 'environment steps',
      yLabel: measure.lowerIsBetter ? 'exact regret' : 'return',
      log: measure.lowerIsBetter,
      seeds: false,
      ticks: 4,
      labelled: true,
    }),
  )
  const arranged = (columns: number) => {
    const placed = drawn.map((svg, i) => place(svg, environments[i], i, columns))
    const height = Math.ceil(drawn.length / columns) * (HEIGHT + TITLE)
    return svgText(title, columns * WIDTH, height, placed.join(''))
  }
  const rows = panels.flatMap(({ env, series }) =>
    series.flatMap(({ label, mean }) =>
      mean.map(({ step, value, low, high }) => [env, label, step, value, low, high]),
    ),
  )
  const wide = arranged(COLUMNS)
  return {
    name: 'curves',
    title,
    wide,
    narrow: arranged(1),
    file: wide,
    csv: csv(['env', 'update', 'step', 'mean', 'low95', 'high95'], rows),
  }
}

function seriesOf(comparison: Comparison, { label, name, colour }: Painted, env: string): Series {
  const curves = runsOf(comparison, label, env).map(({ curve }) => thin(curve, 2 * POINTS))
  return { label, name, colour, mean: meanCurve(curves, POINTS), runs: [] }
}

function place(svg: string, title: string, i: number, columns: number): string {
  const [x, y] = [(i % columns) * WIDTH, Math.floor(i / columns) * (HEIGHT + TITLE)]
  const heading = `<text x="${x + 52}" y="${y + 20}" text-anchor="start" font-weight="600" fill="var(--ink)">${escapeText(title)}</text>`
  return `${heading}<svg x="${x}" y="${y + TITLE}"${svg.slice('<svg'.length)}`
}

/** Each update's interquartile mean less the baseline's, at the end and over training. */
function differencesFigure(comparison: Comparison, baseline: string, shown: readonly Painted[]): Figure {
  const standings = standingsOf(comparison, baseline).filter(({ label }) => label !== baseline)
  const { measure } = comparison
  return estimateFigure({
    name: 'differences',
    title: `Interquartile means over all environments, less that of ${baseline}`,
    panels: [`${measure.name}, less ${baseline}`, `${measure.trainingName}, less ${baseline}`],
    xLabel: `1: the mean of ${baseline}`,
    scale: 'differences',
    rows: standings.flatMap(({ label, less, trainingLess }) => {
      const painted = shown.find((one) => one.label === label)
      if (!painted || !less || !trainingLess) return []
      return [
        { label, name: painted.name, colour: painted.colour, estimates: [less, trainingLess], runs: [] },
      ]
    }),
  })
}
