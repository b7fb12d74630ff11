import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalogue, type MemberName } from './catalogue.ts'
import { plainScale, type ScaleParams, type Trust, type UpdateSpec } from './spec.ts'
import { between } from './testing/points.ts'
import { situations } from './testing/situations.ts'
import { type Altered, cotangent, mismatch, onEdge } from './textbook/agreement.ts'
import { Dual } from './textbook/dual.ts'
import {
  type Claim,
  dualClip,
  entropy,
  mirrorDescent,
  simplePolicyOptimisation,
  smoothL1,
  textbook,
  truncatedWeight,
} from './textbook/losses.ts'

const tolerance = 1e-12
const members = Object.keys(textbook) as MemberName[]

function expectEqual(spec: UpdateSpec, claims: readonly Claim[]): void {
  fc.assert(
    fc.property(situations, (situation) => {
      fc.pre(!onEdge(spec.scale, situation))
      for (const claim of claims) expect(mismatch(spec, claim, situation)).toBeLessThan(tolerance)
    }),
    { numRuns: 300 },
  )
}

describe("a member's cotangent is the gradient of its textbook loss", () => {
  test.each(members)('%s', (name) => expectEqual(catalogue[name], textbook[name]))

  test('every member has a loss to answer to', () => {
    expect(Object.keys(catalogue).sort()).toEqual([...members].sort())
    expect(members.every((name) => textbook[name].length > 0)).toBe(true)
  })

  test('mve is pgpb and the entropy gradient', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const pull = entropy(Dual.variables(situation.outputs)).gradient
        const pgpb = cotangent(catalogue.pgpb, 'policy', situation, (f) => f)
        const mve = cotangent(catalogue.mve, 'policy', situation, (f) => f)
        mve.forEach((entry, b) => {
          expect(Math.abs(entry - pgpb[b] - pull[b])).toBeLessThan(tolerance * 10)
        })
      }),
    )
  })
})

describe('a loss with parameters is met along them', () => {
  const at = (name: MemberName, scale: Partial<ScaleParams>): UpdateSpec => ({
    ...catalogue[name],
    scale: { ...plainScale, ...scale },
  })
  const clip = (low: number, high: number, dual: number): Trust => ({ kind: 'clip', low, high, dual })
  const edges = { low: between(0, 1), high: between(0, 2), dual: between(1, 8) }

  const families: Record<string, fc.Arbitrary<[UpdateSpec, Claim]>> = {
    'dual-clipped surrogate': fc
      .record(edges)
      // Below the ordinary edge, max(min(ρÂ, clip), cÂ) is no longer what T says.
      .filter(({ high, dual }) => dual > 1 + high)
      .map(({ low, high, dual }) => [
        at('ppo', { omega: 1, trust: clip(low, high, dual) }),
        dualClip(low, high, dual),
      ]),
    SPO: between(0.01, 2).map((epsilon) => [
      at('spo', { omega: 1, trust: { kind: 'linear', epsilon } }),
      simplePolicyOptimisation(epsilon),
    ]),
    'tempered, truncated weights': fc
      .tuple(between(1, 5), between(0, 1))
      .map(([cap, omega]) => [at('cispo', { omega, cap }), truncatedWeight(cap, omega)]),
    'mirror descent': between(0, 5).map((beta) => [at('mdpo', { omega: 1, beta }), mirrorDescent(beta)]),
    'smooth L1': between(0.1, 5).map((kappa) => [
      at('huber', { beta: 1, robust: { kind: 'huber', kappa } }),
      smoothL1(kappa),
    ]),
  }
  test.each(Object.entries(families))('%s', (_, family) => {
    fc.assert(
      fc.property(family, situations, ([spec, claim], situation) => {
        fc.pre(!onEdge(spec.scale, situation))
        expect(mismatch(spec, claim, situation)).toBeLessThan(tolerance)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the comparison fails for anything else', () => {
  const sample = fc.sample(situations, { numRuns: 300, seed: 1 })
  const worst = (name: MemberName, spec: UpdateSpec, altered?: Altered) =>
    Math.max(
      ...textbook[name].flatMap((claim) =>
        sample
          .filter((situation) => !onEdge(catalogue[name].scale, situation))
          .map((situation) => mismatch(spec, claim, situation, altered)),
      ),
    )

  test.each(members)('%s as it is does not', (name) => {
    expect(worst(name, catalogue[name])).toBeLessThan(tolerance)
  })

  const mutants = members.flatMap((name) =>
    [...neighbours(catalogue[name])].map(([change, spec]) => ({ name, change, spec })),
  )
  test.each(mutants)('$name with $change', ({ name, change, spec }) => {
    // In expectation, and with the exact Z, f sums to 0 under μ: there the forms of ml agree.
    if (name === 'ml' && change === 'the other form') expect(worst(name, spec)).toBeLessThan(tolerance)
    else expect(worst(name, spec)).toBeGreaterThan(1e-3)
  })

  test.each(members)('%s with a sign flipped', (name) => {
    const spec = catalogue[name]
    const mirrored: Altered[] = [(f) => (x, y) => -f(x, y), (f) => (x, y) => f(x, -y)]
    if (spec.scale.beta > 0 || spec.scale.omega > 0) mirrored.push((f) => (x, y) => f(-x, y))
    for (const altered of mirrored) expect(worst(name, spec, altered)).toBeGreaterThan(1e-3)
  })
})

/** Specs that differ from this one in one coordinate that it uses, or in one part that it leaves out. */
function* neighbours(spec: UpdateSpec): Generator<[change: string, UpdateSpec]> {
  const { alphaR, alphaO, beta, omega, cap, trust, robust } = spec.scale
  const scaled = (scale: Partial<ScaleParams>) => ({ ...spec, scale: { ...spec.scale, ...scale } })
  yield ['the other form', { ...spec, form: spec.form === 'policy' ? 'value' : 'policy' }]
  yield [
    'the other reference',
    { ...spec, reference: spec.reference === 'output' ? 'logprob' : 'output', baseline: 'none' },
  ]
  if (spec.baseline !== 'none') yield ['no baseline', { ...spec, baseline: 'none' }]
  yield ['another αr', scaled({ alphaR: alphaR + 0.05 })]
  if (beta > 0) yield ['another αo', scaled({ alphaO: alphaO + 0.05 })]
  yield ['another β', scaled({ beta: beta + 0.05 })]
  yield ['another ω', scaled({ omega: Math.abs(omega - 0.05) })]
  if (omega > 0) yield ['another cap', scaled({ cap: Number.isFinite(cap) ? cap * 1.05 : 1.5 })]
  yield* otherTrusts(trust).map(([change, other]): [string, UpdateSpec] => [change, scaled({ trust: other })])
  if (robust.kind === 'none') yield ['a robust transform', scaled({ robust: { kind: 'tanh', kappa: 3 } })]
  else {
    yield ['another κ', scaled({ robust: { ...robust, kappa: robust.kappa * 1.05 } })]
    yield ['no robust transform', scaled({ robust: { kind: 'none' } })]
  }
}

function otherTrusts(trust: Trust): [change: string, Trust][] {
  if (trust.kind === 'none')
    return [
      ['a clip', { kind: 'clip', low: 0.2, high: 0.2 }],
      ['linear trust', { kind: 'linear', epsilon: 0.2 }],
    ]
  if (trust.kind === 'linear')
    return [
      ['another ε', { ...trust, epsilon: trust.epsilon * 1.05 }],
      ['no trust region', { kind: 'none' }],
    ]
  return [
    ['another low edge', { ...trust, low: trust.low * 1.25 }],
    ['another high edge', { ...trust, high: trust.high * 1.25 }],
    ['another dual edge', { ...trust, dual: (trust.dual ?? 4) * 1.25 }],
    ['no trust region', { kind: 'none' }],
  ]
}
