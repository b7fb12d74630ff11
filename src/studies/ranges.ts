/** Ranges of numbers, as a study file spells them: evenly spread points for a grid, draws for a search. */
import type { Pcg64 } from '../random/index.ts'

export interface Range {
  readonly from: number
  readonly to: number
  /** Even in the logarithm, for numbers that span magnitudes; `from` must be > 0. */
  readonly log?: boolean | undefined
  /** Whole numbers only. */
  readonly integer?: boolean | undefined
  /** How many numbers the range stands for, both ends included; without it, all between. */
  readonly points?: number | undefined
}

/** Whether a value is spelled as a range: it has `from` or `to`. With a `kind` it is a schedule. */
export const looksLikeRange = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && ('from' in value || 'to' in value) && !('kind' in value)

/** `points` numbers from one end to the other; fewer where whole numbers coincide. */
export function spread(range: Range, points: number): number[] {
  const { from, to, log, integer } = range
  const values = Array.from({ length: points }, (_, i) =>
    i === points - 1 ? to : between(from, to, log, i / (points - 1)),
  )
  return [...new Set(integer ? values.map(Math.round) : values.map(readable))]
}

/** A number of the range, or one of its points: uniform, or uniform in the logarithm. */
export function drawFrom(range: Range, random: Pcg64): number {
  const { from, to, log, integer, points } = range
  if (points !== undefined) {
    const values = spread(range, points)
    return values[random.integers(0, values.length)]
  }
  const fraction = random.random()
  if (integer) return Math.min(to, Math.floor(between(from, to + 1, log, fraction)))
  return Math.min(to, Math.max(from, readable(between(from, to, log, fraction))))
}

const between = (from: number, to: number, log: boolean | undefined, fraction: number) =>
  log ? from * (to / from) ** fraction : from + fraction * (to - from)

/** Four significant digits: a number that can be read and written down. */
const readable = (value: number) => Number(value.toPrecision(4))
