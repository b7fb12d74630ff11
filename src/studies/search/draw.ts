/** Points drawn at random from a space of axes. */
import type { Pcg64 } from '../../random/index.ts'
import type { Coordinate } from '../../updates/index.ts'
import { drawFrom, looksLikeRange, type Range } from '../ranges.ts'

/** Choices, in which ranges may stand for numbers (`{kind: linear, epsilon: {from, to}}`, the ends of a schedule), or a range. */
export type Axis = readonly unknown[] | Range

export type Space = readonly (readonly [path: string, axis: Axis])[]

/** Draws in a row that may repeat an earlier point before the space counts as used up. */
const MAX_REPEATS = 200

/** `count` different points; fewer if the space has no more. The first ones are the same for every count. */
export function drawPoints(space: Space, count: number, random: Pcg64): Coordinate[][] {
  const points = new Map<string, Coordinate[]>()
  for (let misses = 0; points.size < count && misses < MAX_REPEATS; ) {
    const point = space.map(([path, axis]): Coordinate => [path, drawAxis(axis, random)])
    const key = JSON.stringify(point)
    if (points.has(key)) misses++
    else {
      misses = 0
      points.set(key, point)
    }
  }
  return [...points.values()]
}

const isChoices = (axis: Axis): axis is readonly unknown[] => Array.isArray(axis)

function drawAxis(axis: Axis, random: Pcg64): unknown {
  return isChoices(axis) ? drawWithin(axis[random.integers(0, axis.length)], random) : drawFrom(axis, random)
}

/** The value with every range in it replaced by a number. */
function drawWithin(value: unknown, random: Pcg64): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (looksLikeRange(value)) return drawFrom(value as unknown as Range, random)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, drawWithin(inner, random)]))
}
