/** The simplex as a triangle: arm 1 at the top, arm 2 at the right, arm 3 at the left. */
import type { Three } from './update.ts'

export interface Triangle {
  /** Left end of the base, and length of a side. */
  readonly left: number
  readonly base: number
  readonly side: number
}

const HEIGHT = Math.sqrt(3) / 2

/** Room around the triangle for the names of its corners. */
const MARGIN = { x: 14, top: 30, bottom: 30 }

export function triangleIn(width: number, height: number): Triangle {
  const side = Math.min(width - 2 * MARGIN.x, (height - MARGIN.top - MARGIN.bottom) / HEIGHT)
  return { left: (width - side) / 2, base: height - MARGIN.bottom, side }
}

/** Width / height of a drawing that the triangle fills. */
export const ASPECT = 400 / (372 * HEIGHT + MARGIN.top + MARGIN.bottom)

export function toScreen({ left, base, side }: Triangle, policy: Three): [x: number, y: number] {
  return [left + side * (policy[1] + policy[0] / 2), base - side * HEIGHT * policy[0]]
}

/** The inverse; outside of the triangle some of the numbers are negative. */
export function toPolicy({ left, base, side }: Triangle, x: number, y: number): Three {
  const first = (base - y) / (side * HEIGHT)
  const second = (x - left) / side - first / 2
  return [first, second, 1 - first - second]
}

/** Policies evenly spread over the inside, on a triangular grid of `count` cells along each side. */
export function spread(count: number): Three[] {
  const policies: Three[] = []
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count - i; j++) {
      const [first, second] = [(i + 1 / 3) / count, (j + 1 / 3) / count]
      policies.push([first, second, 1 - first - second])
    }
  return policies
}
