/** What the page shows, as its address says it. */

import type { UpdateSpec } from '../../../src/updates/index.ts'
import { place } from '../../place.ts'
import { addressOf, baseOf, pointAt, titleOf } from '../../points/address.ts'

export const sides = ['a', 'b'] as const
export type Side = (typeof sides)[number]

export interface Shown {
  readonly side: Side
  readonly address: string
  readonly point: UpdateSpec
  /** The member's name, with a star where it has been changed. */
  readonly title: string
}

export interface State {
  readonly a: Shown
  readonly b: Shown
  /** Which of them the sliders move. */
  readonly edited: Side
  /** Where f is read: Δo and Δr, logits. */
  readonly probe: readonly [deltaO: number, deltaR: number]
  /** Half of the surface's width in Δo; it is twice as high in Δr. */
  readonly span: number
  /** Whether the second surface is the difference of both. */
  readonly difference: boolean
}

export const spans = ['0.5', '1.5', '4'] as const

/** A point that the tour's figures are about, beside the one it starts from. */
const defaults: Readonly<Record<Side, string>> = { a: 'ppo,alphaR:-0.5', b: 'ppo' }

export function state(): State {
  const { query } = place()
  const span = Number(spans.find((one) => one === query['span']) ?? '1.5')
  return {
    a: shown('a', query['a']),
    b: shown('b', query['b']),
    edited: query['edit'] === 'b' ? 'b' : 'a',
    probe: probeOf(query['at'], span),
    span,
    difference: query['view'] === 'difference',
  }
}

function shown(side: Side, address = defaults[side]): Shown {
  return { side, address, point: pointAt(address), title: titleOf(address) }
}

function probeOf(text: string | undefined, span: number): readonly [number, number] {
  const [deltaO, deltaR] = (text ?? '').split(',').map(Number)
  const known = text !== undefined && Number.isFinite(deltaO) && Number.isFinite(deltaR)
  const within = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value))
  return known ? [within(deltaO, span), within(deltaR, 2 * span)] : [-span / 5, span]
}

/** The change of the address that moves the point of a side. */
export const moveTo = ({ side, address }: Shown, point: UpdateSpec) => ({
  [side]: addressOf(point, baseOf(address)),
})
