/** Two points side by side, A and B, as the address of a page says them. */
import type { ScaleFunction, Update } from '../../src/updates/index.ts'
import { type LinkChecks, oneOf } from '../link.ts'
import type { Query } from '../place.ts'
import { addressOf, baseOf, pointAt, problemsAt, titleOf } from './address.ts'
import { functionOf } from './function.ts'

export const sides = ['a', 'b'] as const
export type Side = (typeof sides)[number]

export interface Shown {
  readonly side: Side
  readonly address: string
  readonly point: Update
  /** f; undefined of a formula that can't be read, or whose reader isn't there yet. */
  readonly f: ScaleFunction | undefined
  /** What is wrong with its formula. */
  readonly problem: string | undefined
  /** The member's name, with a star where it has been changed. */
  readonly title: string
}

export interface Pair {
  readonly a: Shown
  readonly b: Shown
  /** Which of them the sliders move. */
  readonly edited: Side
}

/** What a link may say of a pair. */
export const pairLink: LinkChecks = { a: problemsAt, b: problemsAt, edit: oneOf(sides) }

/** The points of a page's address; `defaults` where it names none. */
export function pairOf(query: Query, defaults: Readonly<Record<Side, string>>): Pair {
  const shown = (side: Side) => shownAt(side, query[side] ?? defaults[side])
  return { a: shown('a'), b: shown('b'), edited: query['edit'] === 'b' ? 'b' : 'a' }
}

/** The point of an address, as one of the two. */
export function shownAt(side: Side, address: string): Shown {
  const point = pointAt(address)
  return { side, address, point, ...functionOf(point), title: titleOf(address) }
}

/** The change of the address that moves the point of a side. */
export const moveTo = ({ side, address }: Shown, point: Update) => ({
  [side]: addressOf(point, baseOf(address)),
})
