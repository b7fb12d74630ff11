/** Interval figure: a row for each update, side by side for several statistics: estimate, interval, single runs. */
import type { Estimate } from '../../statistics/index.ts'
import { shorten } from '../names.ts'
import { colourOf } from '../theme.ts'
import { logAxis, niceAxis, type Place, placesOn, ticksOf, xAxis } from './axes.ts'
import { csv } from './csv.ts'
import { element, label } from './elements.ts'
import { type Figure, NARROW, WIDE } from './figure.ts'
import { svgText } from './svg.ts'

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
  /** `log`: logarithmic where the values allow it; `differences`: with 0 in view, and a line there. */
  readonly scale: 'linear' | 'log' | 'differences'
  /** Top row first. */
  readonly rows: readonly EstimateRow[]
}

const ROW_HEIGHT = 28
const HEAD = 24
const FOOT = 40
const GAP = 26

export function estimateFigure(figure: EstimateFigure): Figure {
  const columns = Math.min(figure.panels.length, 4)
  const wide = draw(figure, WIDE, columns, columns > 2 ? 26 : 32)
  const narrow = draw(figure, NARROW, 1, 14)
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

function draw(figure: EstimateFigure, width: number, columns: number, labelLength: number) {
  const names = figure.rows.map(({ name }) => shorten(name, labelLength))
  const nameWidth = 14 + 7 * Math.max(...names.map(({ length }) => length))
  const panelWidth = (width - nameWidth - GAP * (columns - 1)) / columns
  const panelHeight = HEAD + ROW_HEIGHT * figure.rows.length + FOOT
  const panels = figure.panels.map((panel, at) => {
    const column = at % columns
    const left = nameWidth + column * (panelWidth + GAP)
    const top = Math.floor(at / columns) * (panelHeight + GAP)
    const head = label(left + panelWidth / 2, top + 14, panel, { fill: 'var(--ink)', 'font-weight': '600' })
    const shown = column === 0 ? names : []
    return head + drawPanel(figure, at, shown, left, top + HEAD, panelWidth)
  })
  const height = Math.ceil(figure.panels.length / columns) * (panelHeight + GAP) - GAP
  return svgText(figure.title, width, height, panels.join(''))
}

/** Between the ends of the axis and those of the panel. */
const INSET = 10

function drawPanel(
  { rows, scale, xLabel }: EstimateFigure,
  panel: number,
  names: readonly string[],
  left: number,
  top: number,
  width: number,
): string {
  const values = rows.flatMap(({ estimates, runs }) => {
    const { value, interval } = estimates[panel]
    return [value, ...(interval ? [interval.low, interval.high] : []), ...runs]
  })
  const count = Math.max(2, Math.round(width / 75))
  const isDifference = scale === 'differences'
  const axis =
    scale === 'log' ? logAxis(values, count) : niceAxis(isDifference ? [0, ...values] : values, count)
  const frame = { left, top, right: left + width - INSET, bottom: top + ROW_HEIGHT * rows.length }
  const x = placesOn(axis, [frame.left + INSET, frame.right - INSET])
  const middle = (row: number) => top + (row + 0.5) * ROW_HEIGHT
  return [
    xAxis(frame, ticksOf(axis, x), xLabel),
    isDifference
      ? element('line', { x1: x(0), x2: x(0), y1: frame.top, y2: frame.bottom, stroke: 'var(--ink)' })
      : '',
    ...names.map((name, row) =>
      label(left - 4, middle(row), name, { dy: '0.32em', 'text-anchor': 'end', fill: 'var(--ink)' }),
    ),
    ...rows.map((row, i) => drawRow(row, panel, x, middle(i))),
  ].join('')
}

/** The interval as a bar, single runs as strokes, the estimate as a dot. */
function drawRow({ estimates, runs, colour }: EstimateRow, panel: number, x: Place, y: number): string {
  const paint = colourOf(colour)
  const { value, interval } = estimates[panel]
  const bar = (low: number, high: number) =>
    element('line', {
      x1: x(low),
      x2: x(high),
      y1: y,
      y2: y,
      stroke: paint,
      'stroke-width': 9,
      'stroke-opacity': '0.4',
    })
  const half = ROW_HEIGHT / 2 - 6
  return [
    interval ? bar(interval.low, interval.high) : '',
    ...runs.map((run) =>
      element('line', {
        x1: x(run),
        x2: x(run),
        y1: y - half,
        y2: y + half,
        stroke: paint,
        'stroke-opacity': '0.8',
      }),
    ),
    element('circle', {
      cx: x(value),
      cy: y,
      r: 4.5,
      fill: paint,
      stroke: 'var(--paper)',
      'stroke-width': '1.5',
    }),
  ].join('')
}
