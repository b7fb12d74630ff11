/** What the page shows, as its address says it. */
import { type LinkChecks, numbers as numbersFrom, oneOf } from '../../link.ts'
import { place } from '../../place.ts'
import { type Pair, pairLink, pairOf } from '../../points/shown.ts'
import type { Three } from './update.ts'

const regimes = ['on', 'stale', 'off'] as const
export type RegimeName = (typeof regimes)[number]

export interface State extends Pair, FlowState {}

/** What of it flows follow from, and show. */
export interface FlowState {
  /** Mean reward of each arm. */
  readonly rewards: Three
  readonly regime: RegimeName
  /** The behaviour policy of the regime `off`. */
  readonly behaviour: Three
  /** Where the path that is followed closely starts. */
  readonly start: Three
  /** Steps on each batch of the regime `stale`, and their size. */
  readonly reuse: number
  readonly step: number
}

/** What a link to the page may say. */
export const link: LinkChecks = {
  ...pairLink,
  r: numbersFrom(3, -10, 10),
  data: oneOf(regimes),
  mu: numbersFrom(2, 0, 1),
  at: numbersFrom(2, 0, 1),
  reuse: numbersFrom(1, 1, 50),
  step: numbersFrom(1, 0.01, 2),
}

const defaults = { a: 'mdpo', b: 'ppo' }

export function state(): State {
  const { query } = place()
  return {
    ...pairOf(query, defaults),
    rewards: numbers(query['r'], 3, -10, 10) ?? [1, 0.5, 0],
    regime: regimes.find((one) => one === query['data']) ?? 'off',
    behaviour: policyOf(query['mu']) ?? [0.2, 0.3, 0.5],
    start: policyOf(query['at']) ?? [0.08, 0.72, 0.2],
    reuse: Math.round(numbers(query['reuse'], 1, 1, 50)?.[0] ?? 10),
    step: numbers(query['step'], 1, 0.01, 2)?.[0] ?? 0.2,
  }
}

/** The change of the address that moves a policy; the third probability is what the others leave. */
export const policyText = (policy: Three) =>
  policy
    .slice(0, 2)
    .map((p) => String(Number(p.toFixed(3))))
    .join()

function policyOf(text: string | undefined): Three | undefined {
  const given = numbers(text, 2, 0, 1)
  return given && interior([given[0], given[1], 1 - given[0] - given[1]])
}

/** No probability may be so small that its logit runs away. */
const LEAST = 0.002

/** The policy, brought into the simplex where it lies outside or on its edge. */
export function interior(policy: Three): Three {
  const clamped = policy.map((probability) => Math.max(LEAST, probability))
  const total = clamped[0] + clamped[1] + clamped[2]
  return [clamped[0] / total, clamped[1] / total, clamped[2] / total]
}

function numbers(text: string | undefined, count: number, low: number, high: number): Three | undefined {
  const values = (text ?? '').split(',').map(Number)
  const valid =
    text !== undefined && values.length === count && values.every((value) => value >= low && value <= high)
  return valid ? (values as unknown as Three) : undefined
}
