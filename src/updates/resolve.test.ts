import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalogue } from './catalogue.ts'
import { changed } from './changed.ts'
import { resolveAnyUpdate, resolveScale, resolveUpdate } from './resolve.ts'
import { plainScale } from './spec.ts'
import { points } from './testing/points.ts'
import { trusts } from './trust/index.ts'

/** What a file, a form or plain JavaScript may hand over. */
const given = <T>(value: unknown) => value as T
const asScale = (value: unknown) => () => resolveScale(given(value))
const asUpdate = (value: unknown) => () => resolveUpdate(given(value))
const through = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown

const clip = { kind: 'clip', low: 0.2, high: 0.2 }
const rest = { form: 'policy', reference: 'logprob' }

/** Nothing of the right type and range; `undefined` counts as left out in an update, as missing in its parts. */
const wrongForAnything: [shown: string, value: unknown][] = [
  ['null', null],
  ['NaN', Number.NaN],
  ['[1]', [1]],
  ['true', true],
  ['3', 3n],
  ['Symbol(x)', Symbol('x')],
]

describe('a valid point', () => {
  test('is completed by the plain one', () => {
    expect(resolveScale({})).toEqual(plainScale)
    expect(resolveScale({ omega: 1, trust: { kind: 'linear', epsilon: 0.2 } })).toEqual({
      ...plainScale,
      omega: 1,
      trust: { kind: 'linear', epsilon: 0.2 },
    })
    expect(resolveUpdate({ form: 'value', reference: 'output' })).toEqual({
      name: 'custom',
      form: 'value',
      reference: 'output',
      baseline: 'none',
      temperature: 1,
      scale: plainScale,
      about: '',
    })
  })

  test.each([
    ['pgpb', 'partition', 'logsumexp'],
    ['ml', 'normaliser', 'log-mean-exp'],
  ] as const)('%s with the baseline as 0.1.0 spelled it, %s, is itself', (name, old, baseline) => {
    expect(catalogue[name].baseline).toBe(baseline)
    expect(resolveUpdate({ ...catalogue[name], baseline: old as never })).toEqual(catalogue[name])
    expect(changed(catalogue[name], [['baseline', old]])).toMatchObject({ baseline })
  })

  test('is itself again after JSON, anywhere in the space', () => {
    fc.assert(
      fc.property(points, (point) => {
        expect(resolveScale(given(through(point)))).toEqual(point)
        expect(resolveScale(point)).toEqual(point)
      }),
    )
  })

  test('says in one number what holds for both signs, and leaves out what says nothing', () => {
    const omega = { up: 0.5, down: 0.5 }
    const trust = { ...clip, kind: 'clip' as const, outside: { up: 0, down: -0 } }
    expect(resolveScale({ omega, trust })).toEqual({ ...plainScale, omega: 0.5, trust: clip })
  })

  test('has a side that is left out as if the parameter were', () => {
    const scale = asScale({
      omega: { up: -1 },
      cap: { down: 1, up: null },
      trust: { ...clip, outside: { down: 0.5 } },
    })
    expect(scale()).toEqual({
      ...plainScale,
      omega: { up: -1, down: 0 },
      cap: { up: Number.POSITIVE_INFINITY, down: 1 },
      trust: { ...clip, outside: { up: 0, down: 0.5 } },
    })
  })

  test.each(Object.entries(catalogue))('%s is itself again after JSON', (name, member) => {
    expect(member.name).toBe(name)
    expect(resolveUpdate(member)).toEqual(member)
    expect(resolveUpdate(given(through(member)))).toEqual(member)
  })

  test('spells no cap as null', () => {
    expect(through(plainScale)).toHaveProperty('cap', null)
    expect(resolveScale(given(through(plainScale))).cap).toBe(Number.POSITIVE_INFINITY)
  })

  test('is a copy', () => {
    const trust = { ...clip, kind: 'clip' as const }
    expect(resolveScale({ trust }).trust).toEqual(trust)
    expect(resolveScale({ trust }).trust).not.toBe(trust)
  })
})

describe('a form', () => {
  const formOf = (form: unknown) => resolveUpdate(given({ ...rest, form })).form

  test('is a number from value to policy, and its ends have names', () => {
    expect([0, 0.5, 1, 'value', 'policy'].map(formOf)).toEqual(['value', 0.5, 'policy', 'value', 'policy'])
    for (const form of [-0.1, 1.1, Number.NaN, Number.POSITIVE_INFINITY, '0.5'])
      expect(asUpdate({ ...rest, form })).toThrow(/^update.form is .*; it must be value, policy or a number/)
  })
})

test('−0 becomes 0 wherever a point is read', () => {
  const { form, temperature, scale } = resolveUpdate({
    form: -0,
    reference: 'logprob',
    scale: { alphaR: -0, alphaO: -0, beta: -0, omega: -0, trust: { kind: 'clip', low: -0, high: -0 } },
  })
  expect({ form, temperature, scale }).toEqual({
    form: 'value',
    temperature: 1,
    scale: { ...plainScale, trust: { kind: 'clip', low: 0, high: 0 } },
  })
})

describe('the ends of each range belong to it, and nothing beyond', () => {
  const within = (key: string) => (value: number) => ({ [key]: value })
  const inTrust = (key: string) => (value: number) => ({ trust: { ...clip, [key]: value } })
  const ranges: [field: string, (value: number) => unknown, low: number, high: number][] = [
    ['scale.alphaR', within('alphaR'), -100, 100],
    ['scale.alphaO', within('alphaO'), -100, 100],
    ['scale.beta', within('beta'), 0, 1e6],
    ['scale.omega', within('omega'), -1, 1],
    ['scale.floor', within('floor'), 0, 1],
    ['scale.cap', within('cap'), 1, Number.POSITIVE_INFINITY],
    ['scale.trust.low', inTrust('low'), 0, 1],
    ['scale.trust.high', inTrust('high'), 0, 1e6],
    ['scale.trust.dual', inTrust('dual'), 1, 1e6],
    ['scale.trust.outside', inTrust('outside'), -10, 1],
    ['scale.trust.sharpness', (sharpness) => ({ trust: { kind: 'soft', sharpness } }), 1e-6, 1e6],
    ['scale.trust.epsilon', (epsilon) => ({ trust: { kind: 'linear', epsilon } }), 1e-6, 1e6],
    ...['huber', 'tanh', 'log'].map((kind): [string, (value: number) => unknown, number, number] => [
      'scale.robust.kappa',
      (kappa) => ({ robust: { kind, kappa } }),
      1e-6,
      1e6,
    ]),
  ]
  test.each(ranges)('%s', (field, scaleWith, low, high) => {
    expect(asScale(scaleWith(low))).not.toThrow()
    expect(asScale(scaleWith(high))).not.toThrow()
    const below = low === 0 ? -Number.MIN_VALUE : low - Math.abs(low) * Number.EPSILON
    const beyond = [below, high * (1 + Number.EPSILON), Number.NaN, Number.NEGATIVE_INFINITY]
    for (const value of beyond.filter((value) => value !== Number.POSITIVE_INFINITY))
      expect(asScale(scaleWith(value))).toThrow(
        new RangeError(`${field} is ${value}; it must be a number in [${low}, ${high}]`),
      )
    expect(asUpdate({ ...rest, scale: scaleWith(below) })).toThrow(`${field} is ${below}`)
  })

  test('update.temperature', () => {
    for (const temperature of [1e-6, 1e6])
      expect(resolveUpdate({ form: 'value', reference: 'output', temperature }).temperature).toBe(temperature)
    for (const temperature of [0, 9e-7, 1.1e6, -1, Number.NaN])
      expect(asUpdate({ ...rest, temperature })).toThrow(
        new RangeError(`update.temperature is ${temperature}; it must be a number in [0.000001, 1000000]`),
      )
  })
})

describe('a wrong type is refused by the name of its field', () => {
  const fields: [field: string, (value: unknown) => unknown][] = [
    ['update.name', (name) => ({ ...rest, name })],
    ['update.about', (about) => ({ ...rest, about })],
    ['update.form', (form) => ({ ...rest, form })],
    ['update.reference', (reference) => ({ ...rest, reference })],
    ['update.baseline', (baseline) => ({ ...rest, baseline })],
    ['update.temperature', (temperature) => ({ ...rest, temperature })],
    ['scale', (scale) => ({ ...rest, scale })],
    ['scale.alphaR', (alphaR) => ({ ...rest, scale: { alphaR } })],
    ['scale.cap', (cap) => ({ ...rest, scale: { cap } })],
    ['scale.trust', (trust) => ({ ...rest, scale: { trust } })],
    ['scale.trust.high', (high) => ({ ...rest, scale: { trust: { ...clip, high } } })],
    ['scale.trust.dual', (dual) => ({ ...rest, scale: { trust: { ...clip, dual } } })],
    ['scale.trust.epsilon', (epsilon) => ({ ...rest, scale: { trust: { kind: 'linear', epsilon } } })],
    ['scale.robust', (robust) => ({ ...rest, scale: { robust } })],
    ['scale.robust.kappa', (kappa) => ({ ...rest, scale: { robust: { kind: 'log', kappa } } })],
  ]
  test.each(fields)('%s', (field, updateWith) => {
    for (const [shown, value] of wrongForAnything) {
      if (field === 'scale.cap' && value === null) continue
      const [expected, attempt] = [`${field} is ${shown}`, updateWith(value)]
      expect(asUpdate(attempt)).toThrow(RangeError)
      expect(asUpdate(attempt)).toThrow(expected)
    }
  })

  test.each([null, [], 'ppo', 7, undefined])('%j for the whole', (value) => {
    expect(asUpdate(value)).toThrow(RangeError)
    expect(asUpdate(value)).toThrow(/^update is /)
    expect(asScale(value)).toThrow(RangeError)
    expect(asScale(value)).toThrow(/^scale is /)
  })

  test.each([
    [
      'update.form is missing; it must be value, policy or a number in [0, 1] from the one to the other',
      { reference: 'output' },
    ],
    ['update.reference is missing; it must be one of logprob, output', { form: 'value' }],
    [
      'update.form is "Policy"; it must be value, policy or a number in [0, 1] from the one to the other',
      { ...rest, form: 'Policy' },
    ],
    [
      'update.scale.trust.high is missing; it must be a number in [0, 1000000]',
      { ...rest, scale: { trust: { kind: 'clip', low: 0 } } },
    ],
    [
      `update.scale.trust is {"kind":"box"}; its kind must be ${Object.keys(trusts)
        .join(', ')
        .replace(/, (\w+)$/, ' or $1')}`,
      { ...rest, scale: { trust: { kind: 'box' } } },
    ],
    [
      'update.scale.robust is {"kind":"box"}; its kind must be none, huber, tanh or log',
      { ...rest, scale: { robust: { kind: 'box' } } },
    ],
    [
      "update.baseline 'logsumexp' is the tied critic's; it needs update.reference 'output'",
      { ...rest, baseline: 'logsumexp' },
    ],
    [
      "update.baseline 'log-mean-exp' is of advantages; it needs update.reference 'logprob'",
      { ...rest, reference: 'output', baseline: 'log-mean-exp' },
    ],
    [
      'update.scale.omega.down is 2; it must be a number in [-1, 1]',
      { ...rest, scale: { omega: { up: 1, down: 2 } } },
    ],
    [
      'update.scale.omega is "full"; it must be a number in [-1, 1], or one each for up and down',
      { ...rest, scale: { omega: 'full' } },
    ],
    ['update.scale.omega.left is unknown; known are up, down', { ...rest, scale: { omega: { left: 1 } } }],
    [
      'update.scale.trust.epsilon.up is missing; it must be a number in [0.000001, 1000000]',
      { ...rest, scale: { trust: { kind: 'linear', epsilon: { down: 1 } } } },
    ],
  ])('%s', (message, update) => {
    expect(asUpdate(update)).toThrow(new RangeError(message))
  })
})

describe('an unknown key is refused by name', () => {
  test.each([
    [
      'update.formm is unknown; known are name, form, reference, baseline, temperature, scale, about',
      { ...rest, formm: 1 },
    ],
    ['update.toString is unknown; known are', { ...rest, toString: 1 }],
    [
      'update.__proto__ is unknown; known are',
      JSON.parse('{"form":"value","reference":"output","__proto__":{}}'),
    ],
    [
      'scale.alpha is unknown; known are alphaR, alphaO, beta, omega, floor, cap, trust, robust',
      { ...rest, scale: { alpha: 1 } },
    ],
    [
      'scale.trust.epsilon is unknown; known are kind',
      { ...rest, scale: { trust: { kind: 'none', epsilon: 1 } } },
    ],
    [
      'scale.trust.epsilon is unknown; known are kind, low, high, dual, outside',
      { ...rest, scale: { trust: { ...clip, epsilon: 1 } } },
    ],
    [
      'scale.trust.low is unknown; known are kind, epsilon',
      { ...rest, scale: { trust: { kind: 'linear', epsilon: 1, low: 0 } } },
    ],
    [
      'scale.robust.kappa is unknown; known are kind',
      { ...rest, scale: { robust: { kind: 'none', kappa: 1 } } },
    ],
    [
      'scale.robust.delta is unknown; known are kind, kappa',
      { ...rest, scale: { robust: { kind: 'huber', kappa: 1, delta: 1 } } },
    ],
  ])('%s', (message, update) => {
    expect(asUpdate(update)).toThrow(RangeError)
    expect(asUpdate(update)).toThrow(message)
  })
})

describe('an update with an f of its own', () => {
  const own = (scale: unknown) => resolveAnyUpdate(given({ ...rest, name: 'mine', scale }))

  test('is named by its file, or by the update that it came with', () => {
    expect(own({ own: './f.ts' }).scale).toEqual({ own: './f.ts' })
    expect(own(() => 0).scale).toEqual({ own: 'mine' })
  })

  test('is data where it is a formula: trimmed, with its numbers', () => {
    expect(own({ formula: ' Δr ' }).scale).toEqual({ formula: 'Δr', numbers: {} })
    const scale = { formula: 'k * Δr', numbers: { k: -0 } }
    expect(own(scale).scale).toEqual({ formula: 'k * Δr', numbers: { k: 0 } })
  })

  test.each([
    [{ own: 3 }, 'scale.own is 3; it must be text'],
    [
      { own: './f.ts', beta: 1 },
      "scale.beta is a coordinate of the family; update 'mine' has an f of its own, which has none",
    ],
    [null, 'scale is null; it must be an object'],
    [3, 'scale is 3; it must be an object'],
    [{ formula: 3 }, 'scale.formula is 3; it must be text'],
    [{ formula: 'Δ'.repeat(401) }, 'scale.formula has 401 characters; it may have at most 400'],
    [{ formula: 'Δr', omega: 1 }, 'scale.omega is a coordinate of the family'],
    [{ formula: 'Δr', numbers: [1] }, 'scale.numbers is [1]; it must be an object such as { k: 0.5 }'],
    [{ formula: 'Δr', numbers: { k: 1e7 } }, 'scale.numbers.k is 10000000; it must be a number in'],
    [{ formula: 'Δr', numbers: { k: '1' } }, 'scale.numbers.k is "1"; it must be a number in'],
    [{ formula: 'Δr', numbers: { __k: 1 } }, 'scale.numbers.__k is no name for a number'],
    [
      { formula: 'Δr', numbers: Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`k${i}`, i])) },
      'scale.numbers has 13 numbers; it may have 12',
    ],
  ])('%j is refused', (scale, message) => {
    expect(() => own(scale)).toThrow(RangeError)
    expect(() => own(scale)).toThrow(message)
  })
})
