/** Curves over a common x, by uPlot, in the lab's colours; the values under the pointer stand in the legend. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { figure } from './numbers.ts'
import { Path } from './path.tsx'
import { colour, isDark } from './theme.ts'
import { logTicks } from './ticks.ts'

export interface Line {
  /** '' for what the legend leaves out, such as an edge of a band. */
  readonly name: string
  /** A custom property of the style sheet, such as `--series-0`. */
  readonly colour: string
  readonly dash?: readonly number[]
  readonly width?: number
}

interface ChartProps {
  /** What it shows, in words. */
  readonly label: string
  readonly lines: readonly Line[]
  /** Ascending x, then the y of each line at them; null where there is none. */
  readonly data: uPlot.AlignedData
  readonly xTitle: string
  readonly yTitle: string
  /** Height in CSS pixels; kept from the start, so that nothing jumps. */
  readonly height: number
  readonly xRange?: readonly [number, number]
  readonly yRange?: readonly [number, number]
  /** No value lies beyond; the axis ends there at the latest. */
  readonly yLimits?: readonly [number, number]
  /** Values of 0 and less have no place on such an axis, and are left out. */
  readonly logarithmic?: boolean
  /** Fills between two lines each, upper and lower, as places in `data`; in the colour of the upper one. */
  readonly bands?: readonly (readonly [upper: number, lower: number])[]
  /** How an x is written. */
  readonly xText?: (x: number) => string
  /** An x to mark by a thin line. */
  readonly mark?: number | undefined
}

export function Chart(props: ChartProps) {
  const { label, lines, data, height, mark, xText = figure } = props
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const marked = useRef(mark)
  marked.current = mark
  const [pointed, setPointed] = useState<number | null>(null)
  const dark = isDark()
  // What uPlot takes at its making; everything else is handed on to the chart that is there.
  const { xTitle, yTitle, logarithmic, bands } = props
  const structure = JSON.stringify([dark, lines, xTitle, yTitle, height, logarithmic, bands])
  const { xRange, yRange, yLimits } = props
  const ranges = useRef({ xRange, yRange, yLimits })
  ranges.current = { xRange, yRange, yLimits }

  const drawn = useRef(data)
  drawn.current = logarithmic ? positive(data) : data

  // `structure` stands for the options.
  useLayoutEffect(() => {
    const holder = place.current as HTMLDivElement
    // It tells the width when the page has been laid out; asking for it now would have that done once more.
    const observer = new ResizeObserver(([entry]) => {
      const { width } = entry.contentRect
      if (chart.current) chart.current.setSize({ width, height })
      else chart.current = new uPlot(options(props, width, ranges, marked, setPointed), drawn.current, holder)
    })
    observer.observe(holder)
    return () => {
      observer.disconnect()
      chart.current?.destroy()
      chart.current = null
    }
  }, [structure])

  // The ranges are read through a reference.
  useEffect(() => {
    chart.current?.setData(drawn.current)
  }, [data, mark, xRange?.[0], xRange?.[1], yRange?.[0], yRange?.[1]])

  return (
    <figure class="chart" aria-label={label}>
      <ul class="legend">
        {lines.map(
          (line, i) =>
            line.name && (
              <li key={line.name}>
                <span class="line" style={lineStyle(line)} />
                <span class="name" title={line.name}>
                  <Path path={line.name} />
                </span>
                <span class="value">{valueAt(data[i + 1], pointed)}</span>
              </li>
            ),
        )}
        <li class="pointed">{pointed === null ? '' : `${xTitle} ${xText(data[0][pointed])}`}</li>
      </ul>
      <div ref={place} style={{ height: `${height}px` }} />
    </figure>
  )
}

const lineStyle = ({ colour, dash, width = 2 }: Line) => ({
  borderTop: `${width}px ${dash ? 'dashed' : 'solid'} var(${colour})`,
})

function valueAt(values: ArrayLike<number | null | undefined>, index: number | null): string {
  const value = index === null ? null : values[index]
  return value === null || value === undefined ? '' : figure(value)
}

interface Ranges {
  readonly xRange: readonly [number, number] | undefined
  readonly yRange: readonly [number, number] | undefined
  readonly yLimits: readonly [number, number] | undefined
}

function options(
  { lines, bands = [], xTitle, yTitle, height, logarithmic = false, xText = figure }: ChartProps,
  width: number,
  ranges: { readonly current: Ranges },
  marked: { readonly current: number | undefined },
  onPointed: (index: number | null) => void,
): uPlot.Options {
  const font = `11.5px ${colour('--sans')}`
  const axis = (label: string, size: uPlot.Axis.Size, text: (value: number) => string): uPlot.Axis => ({
    label,
    font,
    labelFont: `12px ${colour('--sans')}`,
    stroke: colour('--muted'),
    grid: { stroke: colour('--rule'), width: 1 },
    ticks: { show: false },
    gap: 6,
    labelSize: 18,
    labelGap: 0,
    size,
    values: (_, splits) => splits.map((split) => (split === null ? '' : text(split))),
  })
  const yAxis: uPlot.Axis = {
    ...axis(yTitle, widthOf, figure),
    // Without any values it has no scale.
    values: ({ data }, splits) =>
      splits.map((split) => (split === null || data[0].length === 0 ? '' : figure(split))),
    // uPlot's own never end for some ranges.
    ...(logarithmic && { splits: (_, __, low, high) => logTicks(low, high) }),
  }
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, 18, 0, 0],
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: (_, line) => (lines[line - 1]?.name ? 6 : 0) },
    },
    scales: {
      x: { time: false, range: (_, low, high) => pair(ranges.current.xRange, low, high) },
      y: {
        distr: logarithmic ? 3 : 1,
        range: (_, low, high) => {
          const { yRange, yLimits = EVERYWHERE } = ranges.current
          if (logarithmic) return logRange(low, high)
          return yRange ? pair(yRange, low, high) : within(yLimits, uPlot.rangeNum(low, high, 0.06, true))
        },
      },
    },
    axes: [axis(xTitle, 26, xText), yAxis],
    bands: bands.map(([upper, lower]) => ({
      series: [upper, lower],
      fill: translucent(colour(lines[upper - 1]?.colour ?? '--muted')),
    })),
    series: [
      {},
      ...lines.map((line) => ({
        stroke: colour(line.colour),
        width: line.width ?? 2,
        ...(line.dash && { dash: [...line.dash] }),
        points: { show: false },
        pxAlign: 0,
      })),
    ],
    hooks: {
      draw: [(chart) => drawMark(chart, marked.current)],
      setCursor: [({ cursor }) => onPointed(cursor.idx ?? null)],
    },
  }
}

/** Of a colour as #rrggbb. */
const translucent = (colour: string) => `${colour}2e`

/** Room for an axis with these labels, CSS pixels. */
const widthOf = (_: uPlot, labels: readonly string[] | null) =>
  Math.max(44, 16 + 6.5 * Math.max(0, ...(labels ?? []).map(({ length }) => length)))

const pair = (range: readonly [number, number] | undefined, low: number, high: number): [number, number] =>
  range ? [range[0], range[1]] : [low, high]

const EVERYWHERE = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const

const within = (
  [least, most]: readonly [number, number],
  [low, high]: readonly [number | null, number | null],
): [number | null, number | null] => [low && Math.max(least, low), high && Math.min(most, high)]

/** What a logarithmic axis has a place for. */
const positive = ([x, ...lines]: uPlot.AlignedData): uPlot.AlignedData => [
  x,
  ...lines.map((values) =>
    Array.from(values, (value) => (value !== null && value !== undefined && value > 0 ? value : null)),
  ),
]

/** uPlot gives null for both as long as there are no values. */
const logRange = (low: number | null, high: number | null): [number, number] =>
  low && high ? [low / 1.2, high * 1.2] : [0.1, 1]

function drawMark({ ctx, bbox, valToPos }: uPlot, mark: number | undefined): void {
  if (mark === undefined) return
  const x = Math.round(valToPos(mark, 'x', true)) + 0.5
  ctx.save()
  ctx.strokeStyle = colour('--muted')
  ctx.lineWidth = devicePixelRatio
  ctx.beginPath()
  ctx.moveTo(x, bbox.top)
  ctx.lineTo(x, bbox.top + bbox.height)
  ctx.stroke()
  ctx.restore()
}
