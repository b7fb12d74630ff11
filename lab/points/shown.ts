/** Two points side by side, A and B, as the address of a page says them. */
import type { UpdateSpec } from '../../src/updates/index.ts'
import type { Query } from '../place.ts'
import { addressOf, baseOf, pointAt, titleOf } from './address.ts'

export const sides = ['a', 'b'] as const
export type Side = (typeof sides)[number]

export interface Shown {
  readonly side: Side
  readonly address: string
  readonly point: UpdateSpec
  /** The member's name, with a star where it has been changed. */
  readonly title: string
}

export interface Pair {
  readonly a: Shown
  readonly b: Shown
  /** Which of them the sliders move. */
  readonly edited: Side
}

/** The points of a page's address; `defaults` where it names none. */
export function pairOf(query: Query, defaults: Readonly<Record<Side, string>>): Pair {
  const shown = (side: Side): Shown => {
    const address = query[side] ?? defaults[side]
    return { side, address, point: pointAt(address), title: titleOf(address) }
  }
  return { a: shown('a'), b: shown('b'), edited: query['edit'] === 'b' ? 'b' : 'a' }
}

/** The change of the address that moves the point of a side. */
export const moveTo = ({ side, address }: Shown, point: UpdateSpec) => ({
  [side]: addressOf(point, baseOf(address)),
})
