/** Interval figure: a row for each update, side by side for several statistics: estimate, interval, single runs. */
import type { Estimate } from '../../statistics/index.ts'
import { shorten } from '../names.ts'
import { colourOf } from '../theme.ts'
import { linearAxis, logAxis, tick } from './axes.ts'
import { csv } from './csv.ts'
import { type Figure, NARROW, WIDE } from './figure.ts'
import { type Drawing, escapeText, inlineSvg, svgText } from './svg.ts'

export interface EstimateRow {
  readonly label: string
  readonly name: string
  readonly colour: number
  /** One for each panel. */
  readonly estimates: readonly Estimate[]
  /** Single runs, drawn in every panel; none where they are on another scale. */
  readonly runs: readonly number[]
}

export interface EstimateFigure {
  readonly name: string
  readonly title: string
  /** Statistics, such as `interquartile mean`. */
  readonly panels: readonly string[]
  readonly xLabel: string
  /** Logarithmic where the values allow it. */
  readonly log: boolean
  /** Top row first. */
  readonly rows: readonly EstimateRow[]
}

const ROW_HEIGHT = 28
const HEAD = 24
const FOOT = 40
const GAP = 26

export function estimateFigure(drawing: Drawing, figure: EstimateFigure): Figure {
  const columns = Math.min(figure.panels.length, 4)
  const wide = draw(drawing, figure, WIDE, columns, columns > 2 ? 26 : 32)
  const narrow = draw(drawing, figure, NARROW, 1, 14)
  const rows = figure.rows.flatMap(({ label, estimates }) =>
    estimates.map(({ value, interval }, i) => [
      label,
      figure.panels[i],
      value,
      interval?.low ?? null,
      interval?.high ?? null,
    ]),
  )
  return {
    name: figure.name,
    title: figure.title,
    wide,
    narrow,
    file: wide,
    csv: csv(['update', 'statistic', 'value', 'low95', 'high95'], rows),
  }
}

function draw(drawing: Drawing, figure: EstimateFigure, width: number, columns: number, labelLength: number) {
  const names = figure.rows.map(({ name }) => shorten(name, labelLength))
  const nameWidth = 14 + 7 * Math.max(...names.map(({ length }) => length))
  const panelWidth = (width - nameWidth - GAP * (columns - 1)) / columns
  const panelHeight = HEAD + ROW_HEIGHT * figure.rows.length + FOOT
  const panels = figure.panels.map((panel, at) => {
    const column = at % columns
    const left = column === 0 ? nameWidth : 0
    const x = column === 0 ? 0 : nameWidth + column * (panelWidth + GAP)
    const y = Math.floor(at / columns) * (panelHeight + GAP)
    const plot = drawPanel(drawing, figure, at, names, panelWidth + left, left)
    const head = `<text x="${x + left + panelWidth / 2}" y="${y + 14}" fill="var(--ink)" font-weight="600">${escapeText(panel)}</text>`
    for (const [key, value] of Object.entries({ x, y: y + HEAD, overflow: 'visible' }))
      plot.setAttribute(key, String(value))
    const placed = inlineSvg(plot, panel).replace(' class="figure"', '')
    return head + placed
  })
  const height = Math.ceil(figure.panels.length / columns) * (panelHeight + GAP) - GAP
  return svgText(figure.title, width, height, panels.join(''))
}

function drawPanel(
  { Plot, document }: Drawing,
  { rows, log, xLabel }: EstimateFigure,
  panel: number,
  names: readonly string[],
  width: number,
  nameWidth: number,
) {
  const values = rows.flatMap(({ estimates, runs }) => {
    const { value, interval } = estimates[panel]
    return [value, ...(interval ? [interval.low, interval.high] : []), ...runs]
  })
  const count = Math.max(2, Math.round((width - nameWidth) / 75))
  const x = log ? logAxis(values, count) : linearAxis(count)
  return Plot.plot({
    document,
    width,
    height: ROW_HEIGHT * rows.length + FOOT,
    marginLeft: Math.max(nameWidth, 4),
    marginRight: 10,
    marginTop: 0,
    marginBottom: FOOT,
    style: { fontSize: '12px' },
    x: { ...x, tickFormat: tick, label: xLabel, insetLeft: 8, insetRight: 8 },
    y: { domain: [...rows.keys()], label: null, padding: 0, axis: null },
    marks: [
      Plot.gridX({ stroke: 'var(--rule)', strokeOpacity: 1, ticks: x.ticks }),
      Plot.axisX({
        tickSize: 0,
        ticks: x.ticks,
        tickFormat: tick,
        labelArrow: 'none',
        labelAnchor: 'center',
      }),
      nameWidth > 0
        ? Plot.axisY({ tickSize: 0, fill: 'var(--ink)', tickFormat: (row: number) => names[row] })
        : [],
      rows.map((row, y) => rowMarks(Plot, row, panel, y)),
    ],
  })
}

function rowMarks(
  Plot: Drawing['Plot'],
  { estimates, runs, colour }: EstimateRow,
  panel: number,
  row: number,
) {
  const paint = colourOf(colour)
  const { value, interval } = estimates[panel]
  const y = () => row
  const bar = { x1: 'low', x2: 'high', y, stroke: paint, strokeWidth: 9, strokeOpacity: 0.4 }
  return [
    interval ? Plot.ruleY([interval], bar) : [],
    Plot.tickX(runs, {
      x: (run: number) => run,
      y,
      stroke: paint,
      strokeWidth: 1,
      strokeOpacity: 0.8,
      inset: 6,
    }),
    Plot.dotX([value], { x: (mean: number) => mean, y, r: 4.5, fill: paint, stroke: 'var(--paper)' }),
  ]
}
