/** Arbitrary points of the scaling family, and arguments, for property tests. */
import fc from 'fast-check'
import { parameters } from '../parameters.ts'
import type { Parameter, Parameters, PerSign } from '../part.ts'
import { resolveScale } from '../resolve.ts'
import { type Robust, robusts } from '../robust/index.ts'
import type { ScaleParams } from '../spec.ts'
import { type Trust, trusts } from '../trust/index.ts'

/** Evenly spread numbers; fc.double spreads evenly over bit patterns, so that most are tiny. */
export const between = (low: number, high: number) =>
  fc.integer({ min: 0, max: 1_000_000 }).map((step) => low + ((high - low) * step) / 1_000_000)

/** Numbers where rounding and underflow begin, beside those that every parameter's record names. */
const TINY = [0, 1e-300, -1e-300, 1e-15, -1e-15, 1e-12, 1e-9, 1 + 1e-15]

/** Ordinary numbers, the extremes, and numbers of every magnitude. */
function range(
  low: number,
  high: number,
  [from, to]: readonly [number, number],
  extremes: readonly number[],
) {
  const largest = Math.min(high, 1e300)
  return fc.oneof(
    { weight: 3, arbitrary: between(from, to) },
    { weight: 1, arbitrary: fc.constantFrom(...extremes.filter((x) => x >= low && x <= high)) },
    { weight: 1, arbitrary: fc.double({ min: low, max: largest, noNaN: true }) },
  )
}

function numberOf({ low, high, absent = low, usual, slider, perSign }: Parameter): fc.Arbitrary<PerSign> {
  const value = range(low, high, [slider.low, slider.high], [low, high, absent, absent, usual, ...TINY])
  if (!perSign) return value
  return fc.oneof(
    { weight: 2, arbitrary: value },
    { weight: 1, arbitrary: fc.record({ up: value, down: value }) },
  )
}

const valuesOf = (parameters: Parameters) =>
  Object.fromEntries(Object.entries(parameters).map(([key, parameter]) => [key, numberOf(parameter)]))

/** A choice of any kind, with any numbers; those that may be left out are, half of the time. */
export const choice = <T>(parts: Readonly<Record<string, { readonly parameters: Parameters }>>) =>
  fc.oneof(
    ...Object.entries(parts).map(([kind, { parameters }]) => {
      const required = Object.keys(parameters).filter((key) => parameters[key].absent === undefined)
      return fc.record(
        { kind: fc.constant(kind), ...valuesOf(parameters) },
        { requiredKeys: ['kind', ...required] as never },
      )
    }),
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<T>

/** Every part of what `resolveScale` accepts; in a third of the points αr = αo. */
export const points: fc.Arbitrary<ScaleParams> = fc
  .record({
    numbers: fc.record(valuesOf(parameters)),
    tied: fc.nat(2),
    trust: choice<Trust>(trusts),
    robust: choice<Robust>(robusts),
  })
  .map(({ numbers, tied, trust, robust }) => {
    const given = { ...numbers, trust, robust } as ScaleParams
    return resolveScale(tied === 0 ? { ...given, alphaO: given.alphaR } : given)
  })

/** An argument of f within the properties' range: 0, or 1e-200 to 5 in size. */
export const argument = range(-5, 5, [-5, 5], [-5, 5, 0, 1e-8, -1e-8]).map((x) =>
  Math.abs(x) < 1e-200 ? 0 : x,
)

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
