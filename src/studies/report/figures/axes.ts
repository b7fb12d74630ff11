/** Axes of the figures. */
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale'
import { element, label } from './elements.ts'

/** A tick's number, short: 0.02, 450, 50k, 2M. */
export function tick(value: number): string {
  const size = Math.abs(value)
  const [unit, letter] = size >= 1e6 ? [1e6, 'M'] : size >= 1e4 ? [1e3, 'k'] : [1, '']
  return `${Number((value / unit).toPrecision(6))}${letter}`.replace('-', '−')
}

/** Where values stand, from the first end of the domain to the other, and which of them are written. */
export interface Axis {
  readonly type: 'linear' | 'log'
  readonly domain: readonly [number, number]
  readonly ticks: readonly number[]
}

/** A linear axis over the domain, in that order. @param count about as many ticks. */
export const linearAxis = (domain: readonly [number, number], count: number): Axis => ({
  type: 'linear',
  domain,
  ticks: scaleLinear().domain(domain).ticks(count),
})

/** A linear axis over round numbers around all values. */
export function niceAxis(values: readonly number[], count: number): Axis {
  const [low, high] = values.length > 0 ? extent(values) : [0, 1]
  return linearAxis(scaleLinear().domain([low, high]).nice().domain() as [number, number], count)
}

/** A logarithmic axis over the values, with ticks at 1, 2 and 5 times powers of ten, or at powers alone; linear where that gives too few. */
export function logAxis(values: readonly number[], linearTicks: number): Axis {
  const [low, high] = extent(values)
  const exponents = Array.from({ length: 24 }, (_, i) => i - 12)
  const within = (digits: readonly number[]) =>
    exponents
      .flatMap((exponent) => digits.map((digit) => Number(`${digit}e${exponent}`)))
      .filter((value) => value >= low && value <= high)
  const fine = within([1, 2, 5])
  const ticks = fine.length > linearTicks + 2 ? within([1]) : fine
  if (low > 0 && ticks.length >= 2) return { type: 'log', domain: [low, high], ticks }
  return niceAxis(values, linearTicks)
}

/** Least and greatest of those that are finite. */
export function extent(values: readonly number[]): [low: number, high: number] {
  return values
    .filter(Number.isFinite)
    .reduce(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    )
}

export type Place = ScaleContinuousNumeric<number, number>

/** Where the values of an axis are in a figure, in pixels; what lies beyond the domain is at its end. */
export function placesOn({ type, domain }: Axis, range: readonly [number, number]): Place {
  const scale: Place = type === 'log' ? scaleLog() : scaleLinear()
  return scale.domain(domain).range(range).clamp(true)
}

/** Left, top, right and bottom of what is between the axes, pixels. */
export interface Frame {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const RULE = { stroke: 'var(--rule)' }
/** Between the axis and its numbers, and between lines of text. */
const [PADDING, LINE] = [4, 12]

/** Names below these places, the axis's name below those, and vertical rules unless there are to be none. */
export function xAxis(
  { left, top, right, bottom }: Frame,
  ticks: readonly { readonly at: number; readonly text: string }[],
  name: string,
  ruled = true,
): string {
  const rules = (ruled ? ticks : []).map(({ at }) =>
    element('line', { x1: at, x2: at, y1: top, y2: bottom, ...RULE }),
  )
  const names = ticks.map(({ at, text }) => label(at, bottom + PADDING + LINE, text))
  return [...rules, ...names, label((left + right) / 2, bottom + 36, name)].join('')
}

/** Horizontal rules at these places, their names at the left, and the axis's name above all. */
export function yAxis(
  { left, top, right }: Frame,
  ticks: readonly { readonly at: number; readonly text: string }[],
  name: string,
): string {
  const rules = ticks.map(({ at }) => element('line', { x1: left, x2: right, y1: at, y2: at, ...RULE }))
  const names = ticks.map(({ at, text }) =>
    label(left - PADDING, at, text, { dy: '0.32em', 'text-anchor': 'end' }),
  )
  return [...rules, ...names, label(3, top - 14, name, { 'text-anchor': 'start' })].join('')
}

/** Of a numeric axis. */
export const ticksOf = ({ ticks }: Axis, place: Place) =>
  ticks.map((value) => ({ at: place(value), text: tick(value) }))
