/** Line figures: a number against environment steps, or against whatever else, for every update. */
import { area, line } from 'd3-shape'
import type { BandPoint, Point } from '../../results/curves.ts'
import { ROOM, shorten } from '../names.ts'
import { colourOf, dashOf } from '../theme.ts'
import {
  type Axis,
  extent,
  type Frame,
  linearAxis,
  logAxis,
  niceAxis,
  type Place,
  placesOn,
  ticksOf,
  xAxis,
  yAxis,
} from './axes.ts'
import { element, label, px, tip } from './elements.ts'
import { svgText } from './svg.ts'

export interface Series {
  /** In the data. */
  readonly label: string
  /** In the figure. */
  readonly name: string
  /** Place in the palette, the same for an update in all figures. */
  readonly colour: number
  readonly mean: readonly BandPoint[]
  readonly runs: readonly { readonly seed: number; readonly curve: readonly Point[] }[]
}

export interface LineFigure {
  readonly title: string
  readonly xLabel: string
  readonly yLabel: string
  readonly series: readonly Series[]
  readonly width: number
  readonly height: number
  /** Names beside the ends of the lines; `list` puts them there without pointing at the ends, where all ends are one. */
  readonly labelled: boolean | 'list'
  /** Draw single seeds, faint. */
  readonly seeds: boolean
  /** Of the intervals; 0.14 if not given. */
  readonly bandOpacity?: number
  readonly ticks: number
  /** Left and right end of the x-axis, in that order; from 0 to the last step if not given. */
  readonly xDomain?: readonly [number, number]
  /** Whether the x-axis is logarithmic. */
  readonly xLog?: boolean
  /** Whether the y-axis is, where the values allow it. */
  readonly log?: boolean
  /** The least and the greatest value worth showing. */
  readonly bounds?: readonly [number, number]
  /** Where a value should lie; shaded. */
  readonly healthy?: readonly [number, number]
}

/** Width of a bold letter of a label, in the widest of the fonts that may be there. */
const LETTER = 8.4
const LABEL_HEIGHT = 15
const MARGIN_TOP = 26
const MARGIN_BOTTOM = 40

/** SVG text for the page. */
export function lineFigure(figure: LineFigure): string {
  const { series, width, height, labelled } = figure
  const longest = Math.max(0, ...series.map(({ name }) => shorten(name, ROOM).length))
  const frame = {
    left: 52,
    top: MARGIN_TOP,
    right: width - (labelled ? 22 + LETTER * longest : 14),
    bottom: height - MARGIN_BOTTOM,
  }
  const [across, up] = [stepAxis(figure), valueAxis(figure)]
  const x = placesOn(across, [frame.left, frame.right])
  const y = placesOn(up, [frame.bottom, frame.top])
  const parts = [
    healthyBand(figure, up, y, frame),
    xAxis(frame, ticksOf(across, x), figure.xLabel, false),
    yAxis(frame, ticksOf(up, y), figure.yLabel),
    ...series.map((one) => drawn(one, figure, x, y)),
    labelled ? labelEnds(figure, x, y, frame) : '',
  ]
  return svgText(figure.title, width, height, parts.join(''))
}

function stepAxis({ xDomain, series, xLog, ticks }: LineFigure): Axis {
  const domain = xDomain ?? stepDomain(series)
  return xLog ? { ...logAxis(domain, ticks), domain } : linearAxis(domain, ticks)
}

/** Bounds given for the metric cut off what lies beyond: outliers of the first updates would flatten the rest. */
function valueAxis({ series, log, ticks, bounds, healthy }: LineFigure): Axis {
  const values = series.flatMap(({ mean, runs }) => [
    ...mean.flatMap(({ low, high }) => [low, high]),
    ...runs.flatMap(({ curve }) => curve.map(({ value }) => value)),
  ])
  if (log && values.length > 0) return logAxis(values, ticks)
  const [low, high] = extent(healthy ? [...values, healthy[0]] : values)
  if (bounds) return linearAxis([Math.max(bounds[0], Math.min(0, low)), bounds[1]], ticks)
  if (healthy && low === high) return linearAxis(healthy, ticks)
  return niceAxis(low < high ? [low, high] : values, ticks)
}

/** Shades where a value should lie. */
function healthyBand({ healthy }: LineFigure, { domain }: Axis, y: Place, { left, right }: Frame): string {
  if (!healthy) return ''
  const [low, high] = [Math.max(healthy[0], domain[0]), Math.min(healthy[1], domain[1])]
  if (low >= high) return ''
  const box = { x: left, width: right - left, y: y(high), height: y(low) - y(high) }
  return element('rect', { ...box, fill: 'var(--healthy)', 'fill-opacity': '0.09' })
}

/** The band, the single seeds and the mean of one update. */
function drawn(
  { colour, name, mean, runs }: Series,
  { series, seeds, bandOpacity = 0.14 }: LineFigure,
  x: Place,
  y: Place,
): string {
  const lines = series.reduce((count, { runs }) => count + runs.length, 0)
  const stroke = colourOf(colour)
  const look = { fill: 'none', stroke, 'stroke-dasharray': dashOf(colour) }
  const way = line<Point>(
    (point) => x(point.step),
    (point) => y(point.value),
  )
    .defined(({ value }) => Number.isFinite(value))
    .digits(1)
  const band = area<BandPoint>(
    (point) => x(point.step),
    (point) => y(point.low),
    (point) => y(point.high),
  )
    .defined(({ low, high }) => Number.isFinite(low) && Number.isFinite(high))
    .digits(1)
  // The more seeds, the fainter each: together they stay behind the means.
  const faint = { 'stroke-width': '0.8', 'stroke-opacity': Math.min(0.35, 2 / Math.sqrt(lines)).toFixed(2) }
  return [
    element('path', { d: band([...mean]) ?? '', fill: stroke, 'fill-opacity': String(bandOpacity) }),
    ...(seeds ? runs : []).map(({ seed, curve }) =>
      element('path', { d: way([...curve]) ?? '', ...look, ...faint }, tip(`${name}, seed ${seed}`)),
    ),
    element('path', { d: way([...mean]) ?? '', ...look, 'stroke-width': '2' }),
  ].join('')
}

function stepDomain(series: readonly Series[]): [number, number] {
  const steps = series.flatMap(({ mean, runs }) =>
    [mean, ...runs.map(({ curve }) => curve)].flatMap((curve) => curve.at(-1)?.step ?? []),
  )
  return [0, Math.max(1, ...steps)]
}

/** Writes the names at the right, each beside the end of its line: moved apart where ends are close, with a thin leader to the end. */
function labelEnds(
  { series, labelled }: LineFigure,
  x: Place,
  y: Place,
  { top, right, bottom }: Frame,
): string {
  const shown = series.filter(({ mean }) => mean.length > 0)
  const ends = shown.map(({ mean }) => mean[mean.length - 1])
  const wanted = ends.map(({ value }) => (labelled === 'list' ? (top + bottom) / 2 : y(value)))
  const placed = spread(wanted, LABEL_HEIGHT, top, bottom)
  const at = right + 18
  const labels = shown.map(({ name, colour }, i) => {
    const stroke = colourOf(colour)
    const pointer =
      labelled === 'list'
        ? { d: `M${px(at - 16)},${px(placed[i])}H${px(at - 4)}`, 'stroke-width': '2' }
        : {
            d: `M${px(x(ends[i].step) + 2)},${px(wanted[i])}L${px(at - 4)},${px(placed[i])}`,
            'stroke-opacity': '0.5',
          }
    const text = { dy: '0.32em', 'text-anchor': 'start', fill: stroke, 'font-weight': '600' }
    return (
      element('path', { ...pointer, stroke, fill: 'none' }) + label(at, placed[i], shorten(name, ROOM), text)
    )
  })
  return labels.join('')
}

/** Positions at least `gap` apart and as near to the wanted ones as that allows, kept within [low, high] if they fit. */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b])
  // Neighbours that collide form a cluster around the mean of what its members want.
  let clusters: { members: number[]; centre: number }[] = []
  for (const i of order) {
    clusters.push({ members: [i], centre: wanted[i] })
    while (
      clusters.length > 1 &&
      overlap(clusters[clusters.length - 2], clusters[clusters.length - 1], gap)
    ) {
      const last = clusters.pop()!
      const members = [...clusters.pop()!.members, ...last.members]
      const centre = members.reduce((sum, member) => sum + wanted[member], 0) / members.length
      clusters = [...clusters, { members, centre: within(centre, members.length, gap, low, high) }]
    }
  }
  const placed = new Array<number>(wanted.length)
  for (const { members, centre } of clusters)
    members.forEach((member, i) => {
      placed[member] = centre + (i - (members.length - 1) / 2) * gap
    })
  return placed
}

const overlap = (
  a: { members: number[]; centre: number },
  b: { members: number[]; centre: number },
  gap: number,
) => b.centre - a.centre < ((a.members.length + b.members.length) / 2) * gap

const within = (centre: number, count: number, gap: number, low: number, high: number) => {
  const half = ((count - 1) / 2) * gap
  return Math.max(low + half, Math.min(high - half, centre))
}
