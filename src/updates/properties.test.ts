import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type PerSign, signs } from './part.ts'
import { type Property, properties } from './properties.ts'
import { robustWith } from './robust/index.ts'
import { residual, scaleFunction } from './scale.ts'
import { plainScale, type ScaleParams } from './spec.ts'
import { argument, extremes, points } from './testing/points.ts'
import { trustFor } from './trust/index.ts'

const named = (name: string, among = properties): Property =>
  among.find((property) => property.name === name)!

describe('the six properties over the whole parameter space', () => {
  test.each(properties)('$name: $statement', (property) => {
    fc.assert(
      fc.property(points.filter(property.applies), argument, argument, (params, deltaO, deltaR) =>
        property.holds(params, deltaO, deltaR),
      ),
      { numRuns: 1000 },
    )
  })

  test.each(['agreement on-policy', 'monotone in evidence', 'self-limiting', 'bounded'])(
    '%s, far outside ±5 as well',
    (name) => {
      const property = named(name)
      // The sign of an underflowing evidence cannot be kept.
      const far = extremes.filter((x) => Math.abs(x) !== Number.MIN_VALUE)
      fc.assert(
        fc.property(points.filter(property.applies), argument, (params, other) =>
          [...far, other].every((x) => [...far, other].every((y) => property.holds(params, x, y))),
        ),
        { numRuns: 200 },
      )
    },
  )
})

describe('first order, by finite differences of its own', () => {
  test('∂f/∂Δr = 1 and ∂f/∂Δo = −β at the origin, wherever a clip has its edge', () => {
    fc.assert(
      fc.property(points, (params) => {
        const f = scaleFunction(params)
        const h = 1e-6 / sharpness(params)
        expect((f(0, h) - f(0, -h)) / (2 * h)).toBeCloseTo(1, 4)
        // A dual clip at 1 stands in the way of going back.
        fc.pre(
          !(params.trust.kind === 'clip' && params.trust.dual !== undefined && params.trust.dual - 1 < 4 * h),
        )
        const alongO = (f(h, 0) - f(-h, 0)) / (2 * h)
        expect(Math.abs(alongO + params.beta)).toBeLessThanOrEqual(1e-4 * params.beta + 1e-200)
      }),
      { numRuns: 1000 },
    )
  })

  /** One over the smallest length at which any part of f bends. */
  function sharpness({ alphaR, alphaO, beta, trust, robust }: ScaleParams): number {
    const slopes = signs.map((sign) => trustFor(trust, sign).slope)
    const bend = robust.kind === 'none' ? 0 : 1 / robust.kappa
    return (1 + beta) * (1 + Math.abs(alphaR) + Math.abs(alphaO)) * (1 + Math.max(...slopes)) * (1 + bend)
  }

  test('a clip of width 0 stops every step away, and leaves f as it was elsewhere', () => {
    fc.assert(
      fc.property(points, argument, argument, (params, deltaO, deltaR) => {
        const u = residual(params, deltaO, deltaR)
        fc.pre(u !== 0 && Math.abs(deltaO) > 1e-12)
        const f = scaleFunction({ ...params, trust: { kind: 'clip', low: 0, high: 0 } })(deltaO, deltaR)
        const away = Math.sign(u) === Math.sign(deltaO)
        expect(f).toBe(away ? 0 * f : scaleFunction({ ...params, trust: { kind: 'none' } })(deltaO, deltaR))
      }),
    )
  })

  test('is not claimed where a clip has its edge at the origin', () => {
    const { applies } = named('first order')
    const at = (low: number, high: number, dual?: number) =>
      applies({ ...plainScale, trust: { kind: 'clip', low, high, ...(dual === undefined ? {} : { dual }) } })
    expect([at(0, 0.2), at(0.2, 0), at(0.2, 0.2, 1), at(0.2, 0.2, 3), at(1e-9, 1e-9)]).toEqual([
      false,
      false,
      false,
      true,
      true,
    ])
  })
})

test('each property applies where its statement says', () => {
  const applying = (params: Partial<ScaleParams>) =>
    properties.filter(({ applies }) => applies({ ...plainScale, ...params })).map(({ name }) => name)
  const always = ['agreement on-policy', 'first order', 'self-limiting']
  expect(applying({})).toEqual(expect.arrayContaining([...always, 'monotone in evidence']))
  expect(applying({})).toHaveLength(4)
  expect(applying({ trust: { kind: 'linear', epsilon: 0.2 } })).toEqual(always)
  expect(applying({ trust: { kind: 'soft', sharpness: 4 } })).toContain('monotone in evidence')
  const clipped = (outside: PerSign) => applying({ trust: { kind: 'clip', low: 0.2, high: 0.2, outside } })
  expect(clipped(0.3)).toContain('monotone in evidence')
  expect(clipped({ up: 0.3, down: -0.1 })).toEqual(always)
  expect(applying({ beta: 1 })).toContain('rest point')
  expect(applying({ beta: 1, alphaR: 1 })).not.toContain('rest point')
  expect(applying({ cap: 2, robust: { kind: 'tanh', kappa: 1 } })).toContain('bounded')
  expect(applying({ cap: 2, robust: { kind: 'log', kappa: 1 } })).not.toContain('bounded')
  expect(applying({ robust: { kind: 'tanh', kappa: 1 } })).not.toContain('bounded')
  const half = { up: 2, down: Number.POSITIVE_INFINITY }
  expect(applying({ cap: half, robust: { kind: 'tanh', kappa: 1 } })).not.toContain('bounded')
})

describe('each property fails at parameters that resolveScale refuses, or where it is not claimed', () => {
  const failing: [string, Partial<ScaleParams>, number, number][] = [
    ['agreement on-policy', { robust: { kind: 'huber', kappa: -1 } }, 0, 1],
    ['first order', { cap: 1 - 1e-6, omega: 1 }, 0, 1],
    ['first order', { trust: { kind: 'clip', low: 0, high: 0 } }, 1, 1],
    ['monotone in evidence', { trust: { kind: 'linear', epsilon: 0.2 } }, 1, 1],
    ['monotone in evidence', { trust: { kind: 'linear', epsilon: 1 - 1e-9 } }, Math.LN2, 1],
    ['monotone in evidence', { cap: -1, omega: 1 }, 0, 1],
    ['monotone in evidence', { trust: { kind: 'clip', low: 0.2, high: 0.2, outside: -0.1 } }, 1, 1],
    ['self-limiting', { beta: -1e-9 }, 0, 1],
    ['rest point', { beta: 1, alphaR: 1, alphaO: 1 + 1e-9 }, 0, 1],
    ['bounded', { cap: 1, omega: -1, robust: { kind: 'huber', kappa: -1 } }, 1, 5],
  ]
  test.each(failing)('%s: %o', (name, params, deltaO, deltaR) => {
    expect(named(name).holds({ ...plainScale, ...params }, deltaO, deltaR)).toBe(false)
  })
})

describe('each property finds a broken scaling function', () => {
  afterEach(() => {
    vi.doUnmock('./scale.ts')
    vi.resetModules()
  })

  const whole = (broken: (f: number, deltaO: number, deltaR: number) => number) => ({
    scaleFunction: (params: ScaleParams) => (deltaO: number, deltaR: number) =>
      broken(scaleFunction(params)(deltaO, deltaR), deltaO, deltaR),
  })
  const withResidual = (broken: typeof residual) => ({
    residual: broken,
    scaleFunction: (params: ScaleParams) => (deltaO: number, deltaR: number) =>
      robustWith(params.robust).transform(broken(params, deltaO, deltaR)),
  })
  const mutants: [broken: string, found: string, module: object][] = [
    ['a constant is added', 'agreement on-policy', whole((f) => f + 1e-6)],
    ['the sign is flipped', 'agreement on-policy', whole((f) => -f)],
    ['the slope is 1.0001', 'first order', whole((f) => f * 1.0001)],
    ['Δo is left out', 'first order', withResidual((params, _, deltaR) => residual(params, 0, deltaR))],
    [
      'the distance is added',
      'first order',
      withResidual((params, deltaO, deltaR) => residual(params, -deltaO, deltaR)),
    ],
    ['f dips at large evidence', 'monotone in evidence', whole((f, _, y) => (y > 4 ? f * 0.99 : f))],
    [
      'the distance is added',
      'self-limiting',
      withResidual((params, deltaO, deltaR) => residual(params, -deltaO, deltaR)),
    ],
    [
      'β multiplies outside of the utility',
      'rest point',
      withResidual(
        (params, deltaO, deltaR) =>
          residual(params, 0, deltaR) + params.beta * residual({ ...params, beta: 1 }, deltaO, 0),
      ),
    ],
    [
      'the robust transform is left out',
      'bounded',
      {
        scaleFunction: (params: ScaleParams) => scaleFunction({ ...params, robust: { kind: 'none' } }),
      },
    ],
    [
      'the cap is left out',
      'bounded',
      { scaleFunction: (params: ScaleParams) => scaleFunction({ ...params, cap: 1e9 }) },
    ],
  ]
  test.each(mutants)('%s: %s', async (_, name, module) => {
    vi.doMock('./scale.ts', async (original) => ({ ...(await original<object>()), ...module }))
    vi.resetModules()
    const { properties: judging } = await import('./properties.ts')
    const property = named(name, judging)
    const sample = fc.sample(fc.tuple(points.filter(property.applies), argument, argument), {
      numRuns: 500,
      seed: 1,
    })
    const holding = (judge: Property) => sample.filter(([params, x, y]) => judge.holds(params, x, y)).length
    expect(holding(named(name))).toBe(500)
    expect(holding(property)).toBeLessThan(500)
  })
})
