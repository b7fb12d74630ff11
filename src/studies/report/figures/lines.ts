/** Line figures: a number against environment steps, or against whatever else, for every update. */
import type { BandPoint, Point } from '../../results/curves.ts'
import { ROOM, shorten } from '../names.ts'
import { colourOf, dashOf } from '../theme.ts'
import { type Axis, linearAxis, logAxis, tick } from './axes.ts'
import { type Drawing, inlineSvg } from './svg.ts'

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
export function lineFigure(drawing: Drawing, figure: LineFigure): string {
  const { Plot, document } = drawing
  const labels = figure.series.map(({ name }) => shorten(name, ROOM).length)
  const y = { ...yAxis(drawing, figure), label: figure.yLabel }
  const domain = figure.xDomain ?? stepDomain(figure.series)
  const x = figure.xLog ? { ...logAxis(domain, figure.ticks), domain } : { domain, ticks: figure.ticks }
  const axis = { tickSize: 0, labelArrow: 'none' as const, tickFormat: tick }
  const plot = Plot.plot({
    document,
    width: figure.width,
    height: figure.height,
    marginLeft: 52,
    marginTop: MARGIN_TOP,
    marginBottom: MARGIN_BOTTOM,
    marginRight: figure.labelled ? 22 + LETTER * Math.max(...labels) : 14,
    style: { fontSize: '12px' },
    x: { ...x, tickFormat: tick, label: figure.xLabel },
    y: { ...y, clamp: true },
    marks: [
      healthyBand(Plot, figure, y, domain),
      Plot.gridY({ stroke: 'var(--rule)', strokeOpacity: 1, ticks: y.ticks }),
      Plot.axisX({ ...axis, ticks: x.ticks, labelAnchor: 'center' }),
      Plot.axisY({ ...axis, ticks: y.ticks }),
      figure.series.map((one) => marksOf(Plot, one, figure)),
    ],
  })
  if (figure.labelled) labelEnds(plot, document, figure)
  return inlineSvg(plot, figure.title)
}

/** Bounds given for the metric cut off what lies beyond: outliers of the first updates would flatten the rest. */
function yAxis({ Plot }: Drawing, { series, log, ticks, bounds, healthy }: LineFigure): Axis {
  const values = series.flatMap(({ mean, runs }) => [
    ...mean.flatMap(({ low, high }) => [low, high]),
    ...runs.flatMap(({ curve }) => curve.map(({ value }) => value)),
  ])
  if (log) return logAxis(values, ticks)
  const [low, high] = extent(healthy ? [...values, healthy[0]] : values)
  if (bounds) return { type: 'linear', domain: [Math.max(bounds[0], Math.min(0, low)), bounds[1]], ticks }
  const round = Plot.scale({ y: { type: 'linear', domain: [low, high], nice: true } })
  if (healthy && low === high) return { type: 'linear', domain: [...healthy], ticks }
  return low < high
    ? { type: 'linear', domain: [...round!.domain!] as [number, number], ticks }
    : linearAxis(ticks)
}

/** Least and greatest. */
function extent(values: readonly number[]): [low: number, high: number] {
  return values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )
}

function healthyBand(
  Plot: Drawing['Plot'],
  { healthy }: LineFigure,
  y: Axis,
  [x1, x2]: readonly [number, number],
) {
  if (!healthy || !('domain' in y)) return []
  const [low, high] = [Math.max(healthy[0], y.domain[0]), Math.min(healthy[1], y.domain[1])]
  if (low >= high) return []
  return Plot.rect([0], { x1, x2, y1: low, y2: high, fill: 'var(--healthy)', fillOpacity: 0.09 })
}

function marksOf(
  Plot: Drawing['Plot'],
  { colour, name, mean, runs }: Series,
  { series, seeds, bandOpacity = 0.14 }: LineFigure,
) {
  const lines = series.reduce((count, { runs }) => count + runs.length, 0)
  // The more seeds, the fainter each: together they stay behind the means.
  const strokeOpacity = Math.min(0.35, 2 / Math.sqrt(lines))
  const stroke = colourOf(colour)
  const line = { x: 'step', y: 'value', stroke, strokeDasharray: dashOf(colour) }
  const seedLine = ({ seed, curve }: Series['runs'][number]) =>
    Plot.line(curve, {
      ...line,
      strokeWidth: 0.8,
      strokeOpacity,
      title: () => `${name}, seed ${seed}`,
    })
  return [
    Plot.areaY(mean, { x: 'step', y1: 'low', y2: 'high', fill: stroke, fillOpacity: bandOpacity }),
    seeds ? runs.map(seedLine) : [],
    Plot.line(mean, { ...line, strokeWidth: 2 }),
  ]
}

function stepDomain(series: readonly Series[]): [number, number] {
  const steps = series.flatMap(({ mean, runs }) =>
    [mean, ...runs.map(({ curve }) => curve)].flatMap((curve) => curve.at(-1)?.step ?? []),
  )
  return [0, Math.max(1, ...steps)]
}

/** Writes the names at the right, each beside the end of its line: moved apart where ends are close, with a thin leader to the end. */
function labelEnds(plot: Plot, document: Document, { series, width, height, labelled }: LineFigure): void {
  const x = plot.scale('x')
  const y = plot.scale('y')
  const shown = series.filter(({ mean }) => mean.length > 0)
  if (!x || !y || shown.length === 0) return
  const ends = shown.map(({ mean }) => mean[mean.length - 1])
  const [top, bottom] = [MARGIN_TOP, height - MARGIN_BOTTOM]
  const wanted = ends.map(({ value }) =>
    labelled === 'list' ? (top + bottom) / 2 : (y.apply(value) as number),
  )
  const placed = spread(wanted, LABEL_HEIGHT, top, bottom)
  const margin = Math.max(...shown.map(({ name }) => shorten(name, ROOM).length)) * LETTER
  const at = width - margin - 4
  shown.forEach((one, i) => {
    const from = x.apply(ends[i].step) as number
    const pointer =
      labelled === 'list'
        ? { d: `M${at - 16},${placed[i]}H${at - 4}`, 'stroke-width': '2' }
        : { d: `M${from + 2},${wanted[i]}L${at - 4},${placed[i]}`, 'stroke-opacity': '0.5' }
    const leader = element(document, 'path', { ...pointer, stroke: colourOf(one.colour), fill: 'none' })
    const text = element(document, 'text', {
      x: String(at),
      y: String(placed[i]),
      dy: '0.32em',
      'text-anchor': 'start',
      fill: colourOf(one.colour),
      'font-weight': '600',
    })
    text.textContent = shorten(one.name, ROOM)
    plot.append(leader, text)
  })
}

type Plot = ReturnType<Drawing['Plot']['plot']>

function element(document: Document, name: string, attributes: Record<string, string>): Element {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
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
