/** Line figures: a metric against environment steps, for every update. */
import type { BandPoint, Point } from '../curves.ts'
import { type Axis, linearAxis, logAxis, tick } from './axes.ts'
import { type Drawing, inlineSvg, shorten } from './svg.ts'
import { colourOf, dashOf } from './theme.ts'

export interface Series {
  readonly label: string
  /** Place in the palette, the same for an update in all figures. */
  readonly colour: number
  readonly mean: readonly BandPoint[]
  readonly runs: readonly { readonly seed: number; readonly curve: readonly Point[] }[]
}

export interface LineFigure {
  readonly title: string
  readonly yLabel: string
  readonly series: readonly Series[]
  readonly width: number
  readonly height: number
  /** Names at the ends of the lines. */
  readonly labelled: boolean
  /** Draw single seeds, faint. */
  readonly seeds: boolean
  readonly ticks: number
  /** Logarithmic where the values allow it. */
  readonly log?: boolean
  /** The least and the greatest value worth showing. */
  readonly bounds?: readonly [number, number]
}

const LABEL_LENGTH = 24
const LABEL_HEIGHT = 15
const MARGIN_TOP = 26
const MARGIN_BOTTOM = 40

/** SVG text for the page. */
export function lineFigure(drawing: Drawing, figure: LineFigure): string {
  const { Plot, document } = drawing
  const labels = figure.series.map(({ label }) => shorten(label, LABEL_LENGTH).length)
  const y = { ...yAxis(figure), label: figure.yLabel }
  const x = { ticks: figure.ticks, tickFormat: tick, label: 'environment steps' }
  const axis = { tickSize: 0, labelArrow: 'none' as const, tickFormat: tick }
  const plot = Plot.plot({
    document,
    width: figure.width,
    height: figure.height,
    marginLeft: 52,
    marginTop: MARGIN_TOP,
    marginBottom: MARGIN_BOTTOM,
    marginRight: figure.labelled ? 22 + 6.8 * Math.max(...labels) : 14,
    style: { fontSize: '12px' },
    x: { ...x, domain: stepDomain(figure.series) },
    y: { ...y, clamp: true },
    marks: [
      Plot.gridY({ stroke: 'var(--rule)', strokeOpacity: 1, ticks: y.ticks }),
      Plot.axisX({ ...axis, ticks: figure.ticks, labelAnchor: 'center' }),
      Plot.axisY({ ...axis, ticks: y.ticks }),
      figure.series.map((one) => marksOf(Plot, one, figure.seeds)),
    ],
  })
  if (figure.labelled) labelEnds(plot, document, figure)
  return inlineSvg(plot, figure.title)
}

/** Bounds given for the metric cut off what lies beyond: outliers of the first updates would flatten the rest. */
function yAxis({ series, log, ticks, bounds }: LineFigure): Axis {
  const values = series.flatMap(({ mean, runs }) => [
    ...mean.flatMap(({ low, high }) => [low, high]),
    ...runs.flatMap(({ curve }) => curve.map(({ value }) => value)),
  ])
  if (log) return logAxis(values, ticks)
  if (!bounds) return linearAxis(ticks)
  return { type: 'linear', domain: [Math.max(bounds[0], Math.min(0, ...values)), bounds[1]], ticks }
}

function marksOf(Plot: Drawing['Plot'], series: Series, seeds: boolean) {
  const stroke = colourOf(series.colour)
  const line = { x: 'step', y: 'value', stroke, strokeDasharray: dashOf(series.colour) }
  return [
    Plot.areaY(series.mean, { x: 'step', y1: 'low', y2: 'high', fill: stroke, fillOpacity: 0.14 }),
    seeds
      ? series.runs.map(({ curve }) => Plot.line(curve, { ...line, strokeWidth: 0.8, strokeOpacity: 0.35 }))
      : [],
    Plot.line(series.mean, { ...line, strokeWidth: 2 }),
  ]
}

function stepDomain(series: readonly Series[]): [number, number] {
  const steps = series.flatMap(({ mean, runs }) =>
    [mean, ...runs.map(({ curve }) => curve)].flatMap((curve) => curve.at(-1)?.step ?? []),
  )
  return [0, Math.max(1, ...steps)]
}

/** Writes each name beside the end of its line, moved apart where ends are close, with a thin leader to the end. */
function labelEnds(plot: Plot, document: Document, { series, width, height }: LineFigure): void {
  const x = plot.scale('x')
  const y = plot.scale('y')
  const shown = series.filter(({ mean }) => mean.length > 0)
  if (!x || !y || shown.length === 0) return
  const ends = shown.map(({ mean }) => mean[mean.length - 1])
  const wanted = ends.map((end) => y.apply(end.value) as number)
  const placed = spread(wanted, LABEL_HEIGHT, MARGIN_TOP, height - MARGIN_BOTTOM)
  const margin = Math.max(...shown.map(({ label }) => shorten(label, LABEL_LENGTH).length)) * 6.8
  const at = width - margin - 4
  shown.forEach((one, i) => {
    const from = x.apply(ends[i].step) as number
    const leader = element(document, 'path', {
      d: `M${from + 2},${wanted[i]}L${at - 4},${placed[i]}`,
      stroke: colourOf(one.colour),
      'stroke-opacity': '0.5',
      fill: 'none',
    })
    const name = element(document, 'text', {
      x: String(at),
      y: String(placed[i]),
      dy: '0.32em',
      'text-anchor': 'start',
      fill: colourOf(one.colour),
      'font-weight': '600',
    })
    name.textContent = shorten(one.label, LABEL_LENGTH)
    plot.append(leader, name)
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
