/** The trust regions by kind. A new one is a file beside these and a line here. */
import { type Choice, numbersOf, type Show, type Sign, signs } from '../part.ts'
import { clip } from './clip.ts'
import { linear } from './linear.ts'
import { none } from './none.ts'
import { redescending } from './redescending.ts'
import type { TrustRegion } from './region.ts'
import { soft } from './soft.ts'

/** The trust regions by their kind. */
export const trusts = { none, clip, linear, soft, redescending }

/** Trust region T±(ρ) on the probability ratio ρ = e^Δo: its kind and the numbers of that kind. */
export type Trust = Choice<typeof trusts>

/** A trust region for one sign of u, with its numbers in it. */
export function trustFor(trust: Trust, sign: Sign) {
  const region: TrustRegion = trusts[trust.kind]
  const numbers = numbersOf(region.parameters, trust, sign)
  return {
    factor: region.factor(numbers, sign),
    range: region.range(numbers),
    most: (ratio: number) => region.most(numbers, ratio),
    pullsBack: region.pullsBack(numbers),
    edge: region.edge(numbers),
    slope: region.slope(numbers),
    formula: (show: Show) => region.formula(numbers, sign, show),
    formulaOfZ: (show: Show) => region.formulaOfZ?.(numbers, sign, show),
  }
}

/** How far ρ may be from 1 to count as inside, whatever the sign: what `clipFraction` asks. */
export const ratioRange = (trust: Trust = { kind: 'none' }) =>
  Math.max(...signs.map((sign) => trustFor(trust, sign).range))
