/** Heat maps: a score over two of the parameters in which updates differ. */

import { scalePoint } from 'd3-scale'
import { interpolateViridis } from 'd3-scale-chromatic'
import { number } from '../../format.ts'
import type { Group } from '../../results/groups.ts'
import { type Parameter, type ParameterSpace, parameterSpace } from '../../results/parameters.ts'
import { mean } from '../../statistics/index.ts'
import { parameterName, parameterValue, withSymbols } from '../names.ts'
import { logAxis, niceAxis, placesOn, ticksOf, xAxis, yAxis } from './axes.ts'
import { type Cell, cellFigure } from './cells.ts'
import { csv } from './csv.ts'
import { element, tip } from './elements.ts'
import { PANEL } from './figure.ts'
import { escapeText, svgText } from './svg.ts'

/** A score of every point of a study, to be shown over its parameters. */
export interface HeatScore {
  /** Such as `final return`. */
  readonly name: string
  readonly lowerIsBetter: boolean
  /** null: this group has none. */
  readonly of: (group: Group) => number | null
}

/** What a cell shows where several points share it: parameters that are not on the axes take several values. */
export type Over = 'mean' | 'best'

export interface HeatMap {
  /** Name of its file, without ending. */
  readonly name: string
  readonly title: string
  readonly pair: string
  /** null: every point stands by itself. */
  readonly over: Over | null
  readonly svg: string
}

export interface HeatMaps {
  readonly maps: readonly HeatMap[]
  /** The numbers of all points, which are those of every map. */
  readonly csv: string
  /** Whether some cells stand for several points, so that mean and best differ. */
  readonly crowded: boolean
}

/** More values than this along an axis are drawn as points. */
const MAX_CELLS = 14
const MAX_PAIRS = 15
const LEAST_POINTS = 4

interface Point {
  readonly group: Group
  readonly value: number
}

const pointsOf = (groups: readonly Group[], score: HeatScore): Point[] =>
  groups.flatMap((group) => {
    const value = score.of(group)
    return value === null ? [] : [{ group, value }]
  })

/** Maps over every pair of parameters that the points cover well enough, one for each score; null where there is no such pair. */
export function heatMaps(groups: readonly Group[], scores: readonly HeatScore[]): HeatMaps | null {
  const space = parameterSpace(groups)
  const { parameters } = space
  const pairs = pairsOf(groups, space)
  if (pairs.length === 0) return null
  const crowded = pairs.some(({ x, y, places }) => isGrid(x, y) && places < groups.length)
  const scored = scores
    .map((score) => ({ score, points: pointsOf(groups, score) }))
    .filter(({ points }) => points.length >= LEAST_POINTS)
  const maps = pairs.flatMap(({ x, y }) => {
    const overs: (Over | null)[] = !isGrid(x, y) ? [null] : crowded ? ['mean', 'best'] : ['mean']
    return overs.flatMap((over) => scored.map((one) => mapOf({ space, x, y, ...one }, over)))
  })
  if (maps.length === 0) return null
  const rows = groups.map((group) => [
    group.label,
    ...parameters.map((parameter) => space.valueIn(group, parameter)),
    group.finished.length,
    ...scores.map((score) => score.of(group)),
  ])
  const header = [
    'update',
    ...parameters.map(({ label }) => label),
    'seeds',
    ...scores.map(({ name }) => name),
  ]
  return { maps, csv: csv(header, rows), crowded }
}

interface Pair {
  readonly x: Parameter
  readonly y: Parameter
  /** Places of the plane that have points. */
  readonly places: number
}

function pairsOf(groups: readonly Group[], { parameters, valueIn }: ParameterSpace): Pair[] {
  const values = new Map(
    parameters.map((parameter) => [parameter, groups.map((group) => valueIn(group, parameter))]),
  )
  const free = parameters.filter((parameter, i) => {
    const others = parameters.filter(
      (other, j) =>
        other.values.length > parameter.values.length ||
        (other.values.length === parameter.values.length && j < i),
    )
    return !others.some((other) => follows(parameter, other, values))
  })
  const pairs = free.flatMap((x, i) =>
    free.slice(i + 1).flatMap((y) => {
      const rows = new Map<string, Set<string>>()
      const columns = new Map<string, Set<string>>()
      values.get(x)!.forEach((atX, at) => {
        const atY = values.get(y)![at]
        columns.set(atX, (columns.get(atX) ?? new Set()).add(atY))
        rows.set(atY, (rows.get(atY) ?? new Set()).add(atX))
      })
      const places = [...rows.values()].reduce((sum, { size }) => sum + size, 0)
      const fewest = Math.min(...[...rows.values(), ...columns.values()].map(({ size }) => size))
      return isCrossed(x, y, places, fewest) ? [{ x, y, places }] : []
    }),
  )
  return pairs.slice(0, MAX_PAIRS)
}

/** Whether a parameter is only another one's shadow: each value of the other, of which there are few, has one of its own. */
function follows(
  parameter: Parameter,
  other: Parameter,
  values: ReadonlyMap<Parameter, readonly string[]>,
): boolean {
  const own = values.get(parameter)!
  const others = values.get(other)!
  if (other.values.length > own.length / 2) return false
  const first = new Map<string, string>()
  return others.every((value, at) => {
    if (!first.has(value)) first.set(value, own[at])
    return first.get(value) === own[at]
  })
}

/** At least half of the grid is there, and every value together with two of the other; or enough scattered points to see something. */
function isCrossed(x: Parameter, y: Parameter, places: number, fewest: number): boolean {
  if (!isGrid(x, y)) return places >= 2 * LEAST_POINTS && places >= Math.max(x.values.length, y.values.length)
  return places >= LEAST_POINTS && fewest >= 2 && 2 * places >= x.values.length * y.values.length
}

const isGrid = (x: Parameter, y: Parameter) => x.values.length <= MAX_CELLS && y.values.length <= MAX_CELLS

interface MapData {
  readonly space: ParameterSpace
  readonly x: Parameter
  readonly y: Parameter
  readonly score: HeatScore
  readonly points: readonly Point[]
}

function mapOf(data: MapData, over: Over | null): HeatMap {
  const { x, y, score } = data
  const pair = `${parameterName(x.label)} × ${parameterName(y.label)}`
  const title = `${score.name}, ${pair}`
  const svg = over === null ? scatterMap(title, data) : gridMap(title, data, over)
  const name = ['heat-map', x.label, y.label, ...(over === null ? [] : [over]), score.name]
    .join('-')
    .replace(/[^\w.-]+/g, '-')
  return { name, title, pair, over, svg }
}

function gridMap(title: string, { space, x, y, score, points }: MapData, over: Over): string {
  const key = (column: string, row: string) => JSON.stringify([column, row])
  const places = new Map<string, number[]>()
  for (const { group, value } of points) {
    const at = key(space.valueIn(group, x), space.valueIn(group, y))
    places.set(at, [...(places.get(at) ?? []), value])
  }
  const best = score.lowerIsBetter ? Math.min : Math.max
  const summary = new Map(
    [...places].map(([at, values]) => [at, over === 'mean' ? mean(values) : best(...values)]),
  )
  const ramp = rampOf([...summary.values()], score.lowerIsBetter)
  const top = best(...summary.values())
  const rows = [...y.values].reverse()
  const cell = (row: number, column: number): Cell | null => {
    const at = key(x.values[column], rows[row])
    const value = summary.get(at)
    if (value === undefined) return null
    const count = places.get(at)!.length
    return {
      fill: ramp.colour(value),
      ink: ramp.ink(value),
      text: number(value),
      tip: `${parameterName(x.label)} = ${parameterValue(x.values[column])}, ${parameterName(y.label)} = ${parameterValue(rows[row])}: ${number(value)}${count > 1 ? ` (${over} of ${count})` : ''}`,
      framed: value === top,
    }
  }
  return cellFigure({
    title,
    rows: { title: parameterName(y.label), names: rows.map(parameterValue) },
    columns: { title: parameterName(x.label), names: x.values.map(parameterValue) },
    cell,
    width: PANEL,
    rowHeight: rows.length > 8 ? 28 : 38,
    nameLength: 14,
    head: (left, width) => ramp.bar(left + width, 6),
  })
}

const SCATTER_HEIGHT = 330

/** Every point by itself, for parameters that were drawn from a range. */
function scatterMap(title: string, { space, x, y, score, points }: MapData): string {
  const ramp = rampOf(
    points.map(({ value }) => value),
    score.lowerIsBetter,
  )
  const sign = score.lowerIsBetter ? -1 : 1
  const ordered = [...points].sort((a, b) => sign * (a.value - b.value))
  const frame = {
    left: 12 + 7 * Math.max(5, ...(y.numeric ? [] : y.values.map(({ length }) => length))),
    top: 30,
    right: PANEL - 20,
    bottom: SCATTER_HEIGHT - 42,
  }
  const across = scaleOf(x, [frame.left + INSET, frame.right - INSET])
  const up = scaleOf(y, [frame.bottom - INSET, frame.top + INSET])
  const dot = ({ group, value }: Point) => {
    const [cx, cy] = [across.place(space.valueIn(group, x)), up.place(space.valueIn(group, y))]
    const look = { r: 5.5, fill: ramp.colour(value), stroke: 'var(--muted)', 'stroke-width': 0.6 }
    return element('circle', { cx, cy, ...look }, tip(`${withSymbols(group.label)}: ${number(value)}`))
  }
  const parts = [
    xAxis(frame, across.ticks, parameterName(x.label)),
    yAxis(frame, up.ticks, parameterName(y.label)),
    ...ordered.map(dot),
    ramp.bar(PANEL - 20, 6),
  ]
  return svgText(title, PANEL, SCATTER_HEIGHT, parts.join(''))
}

/** Between the ends of the axes and the frame. */
const INSET = 8

/** Numbers over more than two magnitudes stand on a logarithmic axis; words in their order. */
function scaleOf({ numeric, values }: Parameter, range: readonly [number, number]) {
  if (!numeric) {
    const scale = scalePoint().domain(values).range(range).padding(0.5)
    const place = (value: string) => scale(value) ?? Number.NaN
    return { place, ticks: values.map((value) => ({ at: place(value), text: value })) }
  }
  const numbers = values.map(Number)
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  const axis = low > 0 && high / low > 30 ? logAxis(numbers, 5) : niceAxis(numbers, 5)
  const scale = placesOn(axis, range)
  return { place: (value: string) => scale(Number(value)), ticks: ticksOf(axis, scale) }
}

/** Colours from dark (worst) to bright (best); costs that span more than a magnitude by their logarithm. */
function rampOf(values: readonly number[], lowerIsBetter: boolean) {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const logarithmic = low > 0 && high / low > 20
  const position = logarithmic ? Math.log : (value: number) => value
  const share = (value: number) => {
    const at = high === low ? 1 : (position(value) - position(low)) / (position(high) - position(low))
    return lowerIsBetter && high !== low ? 1 - at : at
  }
  const colour = (value: number) => interpolateViridis(share(value))
  const [worst, top] = lowerIsBetter ? [high, low] : [low, high]
  return {
    colour,
    ink: (value: number) => (share(value) < 0.6 ? '#fff' : '#111'),
    /** A small scale whose right end is at x. */
    bar(x: number, y: number): string {
      const steps = 20
      const right = x - 6.7 * number(top).length - 6
      const strips = Array.from(
        { length: steps },
        (_, i) =>
          `<rect x="${(right - 80 + 4 * i).toFixed(1)}" y="${y}" width="4.3" height="9" fill="${interpolateViridis(i / (steps - 1))}"/>`,
      )
      const text = (at: number, anchor: string, value: number) =>
        `<text x="${at.toFixed(1)}" y="${y + 9}" text-anchor="${anchor}" font-size="11">${escapeText(number(value))}</text>`
      return strips.join('') + text(right - 86, 'end', worst) + text(right + 6, 'start', top)
    },
  }
}
