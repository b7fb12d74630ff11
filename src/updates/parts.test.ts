import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Parameter, signs } from './part.ts'
import { type Robust, robusts, robustWith } from './robust/index.ts'
import { argument, between, choice } from './testing/points.ts'
import { ratioRange, type Trust, trustFor, trusts } from './trust/index.ts'

/** A formula as people read it, worked out. */
function valueOfText(text: string, names: Readonly<Record<string, number>>): number {
  const code = text
    .replaceAll('−', '-')
    .replaceAll('·', '*')
    .replaceAll('{', '(')
    .replaceAll('}', ')')
    .replaceAll('2z', '2*z')
    .replace(/sech²(\(.*\))/, '(1/Math.cosh($1)**2)')
    .replaceAll('²', '**2')
    .replaceAll('^', '**')
  return new Function(...Object.keys(names), `return ${code}`)(...Object.values(names))
}

/** What the record of a part says about it must be so, whatever its numbers. */
describe.each(Object.entries(trusts))('trust %s', (kind, region) => {
  const trust = choice<Trust>({ [kind]: region })
  const sign = fc.constantFrom(...signs)

  test('is 1 where nothing has moved, and no larger than it says anywhere', () => {
    fc.assert(
      fc.property(trust, sign, argument, (trust, sign, deltaO) => {
        const { factor, most } = trustFor(trust, sign)
        expect(factor(1)).toBeCloseTo(1, 12)
        const ratio = Math.exp(deltaO)
        expect(Math.abs(factor(ratio))).toBeLessThanOrEqual(most(ratio) * (1 + 1e-12))
      }),
    )
  })

  test('is never below 0 unless it says so', () => {
    fc.assert(
      fc.property(trust, sign, argument, (trust, sign, deltaO) => {
        const { factor, pullsBack } = trustFor(trust, sign)
        expect(pullsBack || factor(Math.exp(deltaO)) >= 0).toBe(true)
      }),
    )
  })

  test('has no step within its edge, and no steeper slope near 1 than it says', () => {
    fc.assert(
      fc.property(trust, sign, between(-1, 1), (trust, sign, step) => {
        const { factor, slope, edge } = trustFor(trust, sign)
        const near = Math.min(edge, 0.1 / Math.max(1, slope)) * step
        expect(Math.abs(factor(1 + near) - 1)).toBeLessThanOrEqual(1.1 * slope * Math.abs(near) + 1e-12)
      }),
    )
  })

  test('is what its formula says', () => {
    fc.assert(
      fc.property(trust, sign, argument, (trust, sign, deltaO) => {
        const { factor, formula, formulaOfZ } = trustFor(trust, sign)
        const ratio = Math.exp(deltaO)
        const inner = formulaOfZ(String)
        const z = inner === undefined ? 0 : valueOfText(inner, { ρ: ratio })
        fc.pre(Number.isFinite(z * z)) // Beyond that the formula is ∞/∞, and T its limit.
        const cases = formula(String)
        const [value] = cases.find(
          ([, where]) => where === undefined || valueOfText(where, { ρ: ratio }),
        ) as [string]
        const said = valueOfText(value, { ρ: ratio, z })
        expect(Math.abs(factor(ratio) - said)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(said)))
      }),
    )
  })

  test('has a range, and a formula whose last case is for everywhere else', () => {
    fc.assert(
      fc.property(trust, sign, (trust, sign) => {
        const { range, formula } = trustFor(trust, sign)
        expect(range).toBeGreaterThanOrEqual(0)
        const cases = formula(String)
        expect(cases.map(([, where]) => where === undefined)).toEqual(
          cases.map((_, i) => i === cases.length - 1),
        )
      }),
    )
  })
})

describe.each(Object.entries(robusts))('robust %s', (kind, part) => {
  const robust = choice<Robust>({ [kind]: part })

  test('is odd, does not fall, stays within its bound, and has slope 1 at 0', () => {
    fc.assert(
      fc.property(robust, argument, argument, (robust, a, b) => {
        const { transform, most, bend } = robustWith(robust)
        const [less, more] = [Math.min(a, b), Math.max(a, b)]
        expect(transform(-a)).toBe(-transform(a))
        expect(transform(less)).toBeLessThanOrEqual(transform(more))
        expect(Math.abs(transform(a))).toBeLessThanOrEqual(most)
        const h = 1e-6 / (1 + bend)
        expect(transform(h) / h).toBeCloseTo(1, 5)
      }),
    )
  })
})

test('every part says what it does and what its numbers are', () => {
  for (const { about, parameters } of [...Object.values(trusts), ...Object.values(robusts)]) {
    expect(about).not.toBe('')
    for (const { low, high, usual, slider } of Object.values<Parameter>(parameters)) {
      expect(low < high && low <= usual && usual <= high).toBe(true)
      expect(slider.low >= low && slider.high <= high && slider.low < slider.high).toBe(true)
    }
  }
})

describe('by hand', () => {
  test.each<[Trust | undefined, number]>([
    [undefined, 0.2],
    [{ kind: 'none' }, 0.2],
    [{ kind: 'clip', low: 0.1, high: 0.3 }, 0.3],
    [{ kind: 'linear', epsilon: { up: 1, down: 2 } }, 2],
    [{ kind: 'linear', epsilon: { up: 2, down: 1 } }, 2],
    [{ kind: 'redescending', epsilon: 0.5 }, 0.5],
  ])('the range of %j is %d', (trust, range) => expect(ratioRange(trust)).toBe(range))

  test('half of the push is left at the range of a soft region', () => {
    const { factor, range } = trustFor({ kind: 'soft', sharpness: 3 }, 'up')
    expect(factor(1 + range)).toBeCloseTo(0.5, 14)
    expect(factor(1 - range)).toBeCloseTo(0.5, 14)
  })

  test('the largest factor of a linear region is reached by the one sign or the other', () => {
    const [up, down] = signs.map((sign) => trustFor({ kind: 'linear', epsilon: 0.2 }, sign))
    for (const ratio of [0.3, 0.9, 1, 1.1, 4])
      expect(up.most(ratio)).toBe(Math.max(Math.abs(up.factor(ratio)), Math.abs(down.factor(ratio))))
  })

  test('a clip pulls back only where it rolls back, for the sign for which it does', () => {
    const pullsBack = (outside: { up: number; down: number }) =>
      signs.map((sign) => trustFor({ kind: 'clip', low: 0.2, high: 0.2, outside }, sign).pullsBack)
    expect(pullsBack({ up: 0, down: -0.1 })).toEqual([false, true])
    expect(trustFor({ kind: 'clip', low: 0.2, high: 0.2 }, 'up').pullsBack).toBe(false)
  })

  test.each<[Robust, number, string]>([
    [{ kind: 'none' }, 0, 'u'],
    [{ kind: 'huber', kappa: 4 }, 0.25, 'clamp(u, ±4)'],
    [{ kind: 'tanh', kappa: 4 }, 0.25, '4·tanh(u/4)'],
    [{ kind: 'tanh', kappa: 1 }, 1, 'tanh(u)'],
    [{ kind: 'log', kappa: 4 }, 0.25, '4·asinh(u/4)'],
    [{ kind: 'log', kappa: 1 }, 1, 'asinh(u)'],
  ])('%j bends by %d at most and reads %s', (robust, bend, formula) => {
    expect(robustWith(robust).bend).toBe(bend)
    expect(robustWith(robust).formula(String)).toBe(formula)
  })
})
