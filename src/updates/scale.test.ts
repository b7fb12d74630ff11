import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EXPONENT_LIMIT, exponentialUtility, scale, scaleFunction } from './scale.ts'
import { plainScale, type ScaleParams } from './spec.ts'
import { argument, extremes, points } from './testing/points.ts'
import { trustFor } from './trust/index.ts'

const clip = { kind: 'clip', low: 0.2, high: 0.3 } as const

describe('f by hand', () => {
  const ln = Math.log
  const known: [about: string, deltaO: number, deltaR: number, Partial<ScaleParams>, f: number][] = [
    ['the evidence', 5, 3, {}, 3],
    ['distance is charged', 0.5, 2, { beta: 3 }, 0.5],
    ['exponential utility', 0, ln(3), { alphaR: 1 }, 2],
    ['exponential utility, steeper', 0, ln(3), { alphaR: 2 }, 4],
    ['saturating utility', 0, ln(4), { alphaR: -1 }, 0.75],
    ['exponential distance', ln(3), 0, { alphaO: 1, beta: 1 }, -2],
    ['the price is inside the utility', ln(3), 0, { alphaO: 1, beta: 2 }, -8],
    ['both utilities', ln(2), ln(5), { alphaR: 1, alphaO: 1, beta: 1 }, 3],
    ['rest', 1, 2, { alphaR: -3, alphaO: -3, beta: 2 }, 0],
    ['importance weight', ln(2), 3, { omega: 1 }, 6],
    ['tempered weight', ln(4), 3, { omega: 0.5 }, 6],
    ['capped weight', ln(4), 3, { omega: 1, cap: 1.5 }, 4.5],
    ['the cap is from above', ln(0.5), 3, { omega: 1, cap: 1.5 }, 1.5],
    ['inside the clip, above', ln(1.29), 2, { trust: clip }, 2],
    ['outside the clip, above', ln(1.31), 2, { trust: clip }, 0],
    ['outside the clip, but coming back', ln(1.31), -2, { trust: clip }, -2],
    ['inside the clip, below', ln(0.81), -2, { trust: clip }, -2],
    ['outside the clip, below', ln(0.79), -2, { trust: clip }, 0],
    ['outside the clip, below, but coming back', ln(0.79), 2, { trust: clip }, 2],
    ['inside the dual clip', ln(2.99), -2, { trust: { ...clip, dual: 3 } }, -2],
    ['outside the dual clip', ln(3.01), -2, { trust: { ...clip, dual: 3 } }, 0],
    ['the clip judges u, not the evidence', ln(1.31), 0.1, { beta: 1, trust: clip }, 0.1 - ln(1.31)],
    ['half of the linear region', ln(1.1), 3, { trust: { kind: 'linear', epsilon: 0.2 } }, 1.5],
    ['beyond the linear region', ln(1.3), 3, { trust: { kind: 'linear', epsilon: 0.2 } }, -1.5],
    ['the other way in the linear region', ln(1.1), -3, { trust: { kind: 'linear', epsilon: 0.2 } }, -4.5],
    ['huber, inside', 0, 1.5, { robust: { kind: 'huber', kappa: 2 } }, 1.5],
    ['huber, outside', 0, -3, { robust: { kind: 'huber', kappa: 2 } }, -2],
    ['tanh', 0, 2 * ln(3), { robust: { kind: 'tanh', kappa: 2 } }, 1.6],
    ['log', 0, 2 * 0.75, { robust: { kind: 'log', kappa: 2 } }, 2 * ln(2)],
    ['a floor under the weight', ln(0.5), 3, { omega: 1, floor: 0.8 }, 2.4],
    ['the reciprocal weight', ln(2), 3, { omega: -1 }, 1.5],
    ['no weight up, a full one down: up', ln(2), 3, { omega: { up: 0, down: 1 } }, 3],
    ['no weight up, a full one down: down', ln(2), -3, { omega: { up: 0, down: 1 } }, -6],
    ['a cap for pushes up', ln(4), 3, { omega: 1, cap: { up: 1.5, down: Infinity } }, 4.5],
    ['none for pushes down', ln(4), -3, { omega: 1, cap: { up: 1.5, down: Infinity } }, -12],
    ['a floor for pushes down', ln(0.5), -3, { omega: 1, floor: { up: 0, down: 0.8 } }, -2.4],
    ['none for pushes up', ln(0.5), 3, { omega: 1, floor: { up: 0, down: 0.8 } }, 1.5],
    [
      'the sign is that of u, not of the evidence',
      ln(4),
      0.1,
      { beta: 1, omega: { up: 0, down: 1 } },
      4 * (0.1 - ln(4)),
    ],
    ['leaking beyond the clip', ln(1.31), 2, { trust: { ...clip, outside: 0.25 } }, 0.5],
    ['rolled back beyond the clip', ln(0.79), -2, { trust: { ...clip, outside: -0.5 } }, 1],
    ['rolled back above only', ln(1.31), 2, { trust: { ...clip, outside: { up: -0.5, down: 0 } } }, -1],
    ['cut off below', ln(0.79), -2, { trust: { ...clip, outside: { up: -0.5, down: 0 } } }, -0],
    ['leaking beyond the dual clip', ln(4), -2, { trust: { ...clip, dual: 3, outside: 0.5 } }, -1],
    [
      'a linear region for pushes down',
      ln(0.9),
      -3,
      { trust: { kind: 'linear', epsilon: { up: 1, down: 0.2 } } },
      -1.5,
    ],
    ['the soft region, above', ln(1.5), 3, { trust: { kind: 'soft', sharpness: 4 * ln(3) } }, 3 * 0.36],
    [
      'the soft region, below',
      ln(0.5),
      -3,
      { trust: { kind: 'soft', sharpness: { up: 9, down: 4 * ln(3) } } },
      -3 * 0.36,
    ],
    [
      'all together',
      ln(2),
      4,
      { omega: 1, cap: 1.5, robust: { kind: 'huber', kappa: 1 }, trust: { kind: 'linear', epsilon: 2 } },
      0.75,
    ],
  ]
  test.each(known)('%s', (_, deltaO, deltaR, params, f) => {
    expect(scale(deltaO, deltaR, params)).toBeCloseTo(f, 13)
  })

  test('left out, the parameters are plain', () => {
    expect(scale(7, -2.5)).toBe(-2.5)
    expect(scaleFunction(plainScale)(7, -2.5)).toBe(-2.5)
  })

  test('a clip leaves its edges in', () => {
    expect(trustFor({ kind: 'clip', low: 0.5, high: 0 }, 'up').factor(1)).toBe(1)
    expect(trustFor({ kind: 'clip', low: 0, high: 0.5 }, 'down').factor(1)).toBe(1)
  })

  test('f is 0 where u is, whatever the trust region makes of a moved policy', () => {
    expect(scale(3, 0, { trust: { kind: 'clip', low: 0, high: 0 } })).toBe(0)
    expect(scale(3, 0, { trust: { kind: 'linear', epsilon: 0.1 } })).toBe(0)
  })
})

describe('the exponential utility', () => {
  test('joins its linear part without a step', () => {
    const steps = [-1e-15, -1e-16, -1e-17, -9e-10, -1e-8, 1e-17, 1e-16, 1e-15, 9e-10, 1e-8]
    for (const alpha of [-0.1, 0.1, 3, 1e-12, -1e-300])
      for (const exponent of steps) {
        const z = exponent / alpha
        if (Math.abs(z) > 1e99) continue
        const series = z * (1 + exponent / 2 + exponent ** 2 / 6)
        expect(Math.abs(exponentialUtility(alpha, z) - series)).toBeLessThanOrEqual(1e-15 * Math.abs(series))
      }
  })

  test('is clamped, not rounded, at the end of its range', () => {
    const most = Math.expm1(EXPONENT_LIMIT)
    expect(exponentialUtility(1, 19.9)).toBe(Math.expm1(19.9))
    expect(exponentialUtility(1, 21)).toBe(most)
    expect(exponentialUtility(-2, -1e300)).toBe(most / -2)
    expect(exponentialUtility(0, 21)).toBe(21)
  })
})

describe('no input overflows', () => {
  test('f is finite at every combination of extremes, at every point', () => {
    fc.assert(
      fc.property(points, argument, argument, (params, x, y) => {
        const f = scaleFunction(params)
        for (const deltaO of [...extremes, x])
          for (const deltaR of [...extremes, y])
            if (!Number.isFinite(f(deltaO, deltaR)))
              throw new Error(`f(${deltaO}, ${deltaR}) is ${f(deltaO, deltaR)}`)
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['deltaO', Number.NaN, 1],
    ['deltaR', 1, Number.NaN],
    ['deltaO', Number.NaN, Number.NaN],
  ])('NaN is refused: %s', (name, deltaO, deltaR) => {
    expect(() => scale(deltaO, deltaR)).toThrow(RangeError)
    expect(() => scale(deltaO, deltaR)).toThrow(`${name} is NaN`)
    expect(() => scaleFunction(plainScale)(deltaO, deltaR)).toThrow(RangeError)
  })

  test('parameters out of range are refused by name', () => {
    expect(() => scale(0, 1, { omega: 1.5 })).toThrow(
      new RangeError('scale.omega is 1.5; it must be a number in [-1, 1]'),
    )
  })
})
