/** Arbitrary points of the scaling family, and arguments, for property tests. */
import fc from 'fast-check'
import { resolveScale } from '../resolve.ts'
import type { Robust, ScaleParams, Trust } from '../spec.ts'

/** Evenly spread numbers; fc.double spreads evenly over bit patterns, so that most are tiny. */
export const between = (low: number, high: number) =>
  fc.integer({ min: 0, max: 1_000_000 }).map((step) => low + ((high - low) * step) / 1_000_000)

/** Ordinary numbers, the named extremes, and numbers of every magnitude. */
const range = (low: number, high: number, ordinary: number, extremes: readonly number[]) =>
  fc.oneof(
    { weight: 3, arbitrary: between(Math.max(low, -ordinary), Math.min(high, ordinary)) },
    { weight: 1, arbitrary: fc.constantFrom(low, high, ...extremes) },
    { weight: 1, arbitrary: fc.double({ min: low, max: high, noNaN: true }) },
  )

const trust: fc.Arbitrary<Trust> = fc.oneof(
  fc.constant({ kind: 'none' } as const),
  fc.record(
    {
      kind: fc.constant('clip' as const),
      low: range(0, 1, 1, [1e-15, 0.2]),
      high: range(0, 1e6, 2, [1e-15, 0.2]),
      dual: range(1, 1e6, 5, [1 + 1e-15, 3]),
    },
    { requiredKeys: ['kind', 'low', 'high'] },
  ),
  fc.record({ kind: fc.constant('linear' as const), epsilon: range(1e-6, 1e6, 2, [0.2]) }),
)

const robust: fc.Arbitrary<Robust> = fc.oneof(
  fc.constant({ kind: 'none' } as const),
  fc.record({
    kind: fc.constantFrom('huber' as const, 'tanh' as const, 'log' as const),
    kappa: range(1e-6, 1e6, 5, [1]),
  }),
)

const alpha = range(-100, 100, 3, [0, 0, 1, -1, 1e-12, -1e-300])

/** Every part of what `resolveScale` accepts; in a third of the points αr = αo. */
export const points: fc.Arbitrary<ScaleParams> = fc
  .record({
    alphaR: alpha,
    alphaO: alpha,
    tied: fc.nat(2),
    beta: range(0, 1e6, 3, [1, 1e-9, 1e-300]),
    omega: range(0, 1, 1, [1e-300]),
    cap: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), range(1, 1e300, 5, [])),
    trust,
    robust,
  })
  .map(({ tied, alphaO, ...rest }) => resolveScale({ ...rest, alphaO: tied === 0 ? rest.alphaR : alphaO }))

/** An argument of f within the properties' range: 0, or 1e-200 to 5 in size. */
export const argument = range(-5, 5, 5, [0, 1e-8, -1e-8]).map((x) => (Math.abs(x) < 1e-200 ? 0 : x))

/** Arguments far outside that range. */
export const extremes: readonly number[] = [
  0,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  1e308,
  -1e308,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
]
