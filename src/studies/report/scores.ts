/** Score figure: one row for each update, its mean with interval, and its single runs. */
import type { Estimate } from '../statistics/index.ts'
import { linearAxis, logAxis, tick } from './axes.ts'
import { type Drawing, inlineSvg, shorten } from './svg.ts'
import { colourOf } from './theme.ts'

export interface Score {
  readonly label: string
  readonly colour: number
  readonly estimate: Estimate
  readonly runs: readonly number[]
}

export interface ScoreFigure {
  readonly title: string
  readonly xLabel: string
  /** Logarithmic where the values allow it. */
  readonly log: boolean
  /** Top row first. */
  readonly scores: readonly Score[]
  readonly width: number
  readonly labelLength: number
}

const ROW_HEIGHT = 30

/** SVG text for the page. */
export function scoreFigure({ Plot, document }: Drawing, figure: ScoreFigure): string {
  const name = (score: Score) => shorten(score.label, figure.labelLength)
  const longest = Math.max(...figure.scores.map((score) => name(score).length))
  const count = figure.width < 500 ? 4 : 7
  const values = figure.scores.flatMap(({ estimate, runs }) => [estimate.value, ...runs])
  const x = figure.log ? logAxis(values, count) : linearAxis(count)
  const plot = Plot.plot({
    document,
    width: figure.width,
    height: 44 + ROW_HEIGHT * figure.scores.length,
    marginLeft: 18 + 7 * longest,
    marginRight: 20,
    marginTop: 4,
    marginBottom: 40,
    style: { fontSize: '12px' },
    x: { ...x, tickFormat: tick, label: figure.xLabel, insetLeft: 8, insetRight: 8 },
    y: { domain: figure.scores.map(name), label: null, padding: 0 },
    marks: [
      Plot.gridX({ stroke: 'var(--rule)', strokeOpacity: 1, ticks: x.ticks }),
      Plot.axisX({
        tickSize: 0,
        ticks: x.ticks,
        tickFormat: tick,
        labelArrow: 'none',
        labelAnchor: 'center',
      }),
      Plot.axisY({ tickSize: 0, fill: 'var(--ink)' }),
      figure.scores.map((score) => rowMarks(Plot, score, name(score))),
    ],
  })
  return inlineSvg(plot, figure.title)
}

function rowMarks(Plot: Drawing['Plot'], { estimate, runs, colour }: Score, y: string) {
  const paint = colourOf(colour)
  const { value, interval } = estimate
  const bar = interval
    ? [
        Plot.ruleY([interval], {
          x1: 'low',
          x2: 'high',
          y: () => y,
          stroke: paint,
          strokeWidth: 3,
          strokeOpacity: 0.45,
        }),
      ]
    : []
  return [
    bar,
    Plot.tickX(runs, { x: (run: number) => run, y: () => y, stroke: paint, strokeWidth: 1, inset: 9 }),
    Plot.dotX([value], { x: (mean: number) => mean, y: () => y, r: 5, fill: paint, stroke: 'var(--paper)' }),
  ]
}
