/** What the page shows, as its address says it. */

import { type LinkChecks, numbers, oneOf } from '../../link.ts'
import { place } from '../../place.ts'
import { type Pair, pairLink, pairOf } from '../../points/shown.ts'

export interface State extends Pair {
  /** Where f is read: Δo and Δr, logits. */
  readonly probe: readonly [deltaO: number, deltaR: number]
  /** Half of the surface's width in Δo; it is twice as high in Δr. */
  readonly span: number
  /** Whether the second surface is the difference of both. */
  readonly difference: boolean
}

export const spans = ['0.5', '1.5', '4'] as const

/** What a link to the page may say. */
export const link: LinkChecks = {
  ...pairLink,
  at: numbers(2, -100, 100),
  span: oneOf(spans),
  view: oneOf(['difference']),
}

/** A point that the tour's figures are about, beside the one it starts from. */
const defaults = { a: 'ppo,alphaR:0.5', b: 'ppo' }

export function state(): State {
  const { query } = place()
  const span = Number(spans.find((one) => one === query['span']) ?? '1.5')
  return {
    ...pairOf(query, defaults),
    probe: probeOf(query['at'], span),
    span,
    difference: query['view'] === 'difference',
  }
}

function probeOf(text: string | undefined, span: number): readonly [number, number] {
  const [deltaO, deltaR] = (text ?? '').split(',').map(Number)
  const known = text !== undefined && Number.isFinite(deltaO) && Number.isFinite(deltaR)
  const within = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value))
  return known ? [within(deltaO, span), within(deltaR, 2 * span)] : [-span / 5, span]
}
