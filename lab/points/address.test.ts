import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalogue, resolveAnyUpdate, resolveUpdate, type Update } from '../../src/updates/index.ts'
import { points } from '../../src/updates/testing/points.ts'
import { addressOf, memberNames, pointAt, problemsAt, titleOf } from './address.ts'

test('a member is its name', () => {
  for (const name of memberNames) {
    expect(addressOf(catalogue[name], name)).toBe(name)
    expect(pointAt(name)).toEqual(catalogue[name])
    expect(titleOf(name)).toBe(name)
  }
})

test('a point survives its address, whichever member it started from', () => {
  fc.assert(
    fc.property(points, fc.constantFrom(...memberNames), (scale, name) => {
      const point = { ...catalogue[name], scale }
      expect(pointAt(addressOf(point, name))).toEqual(point)
    }),
  )
  const other = resolveUpdate({
    ...catalogue.ppo,
    form: 'value',
    reference: 'output',
    baseline: 'logsumexp',
    temperature: 0.3,
  })
  expect(addressOf(other, 'ppo')).toBe('ppo,form:value,reference:output,baseline:logsumexp,tau:0.3')
  expect(pointAt(addressOf(other, 'ppo'))).toEqual(other)
  // As links of 0.1.0 spell it.
  expect(pointAt('ppo,form:value,reference:output,baseline:partition,tau:0.3')).toEqual(other)
  const mixed = resolveUpdate({ ...catalogue.ppo, form: 0.25 })
  expect(addressOf(mixed, 'ppo')).toBe('ppo,form:0.25')
  expect(pointAt('ppo,form:0.25')).toEqual(mixed)
  expect(pointAt('ppo,form:0')).toEqual({ ...catalogue.ppo, form: 'value' })
  expect(pointAt('ppo,form:x')).toEqual(catalogue.ppo)
  expect(titleOf('ppo,tau:0.3')).toBe('ppo*')
})

test('a number for each sign, and numbers left out, have a spelling', () => {
  const point = resolveUpdate({
    ...catalogue.ppo,
    scale: {
      ...catalogue.ppo.scale,
      omega: { up: 0, down: 1 },
      cap: { up: 1.2, down: Number.POSITIVE_INFINITY },
      trust: { kind: 'clip', low: 0.2, high: 0.2, outside: { up: 0.5, down: -0.3 } },
    },
  })
  const address = 'ppo,omega:0/1,cap:1.2/none,trust:clip:0.2:0.2:none:0.5/-0.3'
  expect(addressOf(point, 'ppo')).toBe(address)
  expect(pointAt(address)).toEqual(point)
})

test.each([
  ['nobody,beta:1', { ...catalogue.ppo.scale, beta: 1 }, ["there is no member 'nobody'"]],
  [
    'ppo,beta:-1,omega:x,alphaR:0.5,nonsense:3',
    { ...catalogue.ppo.scale, alphaR: 0.5 },
    ["'beta:-1' can't be read: update.scale.beta is -1", "'omega:x'", "'nonsense:3'"],
  ],
  ['ppo,trust:clip:0.1', catalogue.ppo.scale, ["'trust:clip:0.1'"]],
  ['ppo,robust:huber', catalogue.ppo.scale, ["'robust:huber'"]],
  ['ppo,trust:box:1', catalogue.ppo.scale, ["'trust:box:1' can't be read: box is none of none, clip"]],
  ['ppo,omega:1/x', catalogue.ppo.scale, ["'omega:1/x'"]],
  ['ppo,omega', catalogue.ppo.scale, ["'omega' can't be read: it has no value, as in omega:1"]],
  ['', catalogue.ppo.scale, ["there is no member ''"]],
])('what makes no sense in %s is passed over, and said', (address, scale, problems) => {
  expect(pointAt(address).scale).toEqual(scale)
  expect(problemsAt(address)).toEqual(problems.map((problem) => expect.stringContaining(problem)))
})

test('an address that makes sense has no problems', () => {
  for (const name of memberNames) expect(problemsAt(name)).toEqual([])
  expect(problemsAt('ppo,omega:0/1,trust:clip:0.2:0.2:none:0.5/-0.3')).toEqual([])
})

test('an f of one’s own survives its address, whatever is typed', () => {
  const own = (formula: string, numbers: Record<string, number> = {}) =>
    resolveAnyUpdate({
      ...catalogue.mdpo,
      name: 'own f',
      about: '',
      temperature: 0.5,
      scale: { formula, numbers },
    }) as Update
  const point = own('min(ρ, 1.2) * (Δr - k*Δo) > 0 ? a : 1', { k: 0.5, a: -3 })
  const address = 'mdpo,tau:0.5,.k:0.5,.a:-3,f:min(ρ, 1.2) * (Δr - k*Δo) > 0 ? a : 1'
  expect(addressOf(point, 'mdpo')).toBe(address)
  expect(pointAt(address)).toEqual(point)
  expect(titleOf(address)).toBe('own f')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const typed = own(text, { k: 2 })
      expect(pointAt(addressOf(typed, 'mdpo'))).toEqual(typed)
    }),
  )
})

test.each([
  [`ppo,f:${'Δ'.repeat(401)}`, [/has 401 characters; it may have at most 400/]],
  ['ppo,omega:0.5,f:Δr', [/'omega:0.5' can't be read: update.scale.omega is a coordinate of the family/]],
  ['ppo,.k:x,f:k*Δr', [/'.k:x' can't be read: update.scale.numbers.k is NaN/]],
  ['ppo,.__proto__:1,f:k*Δr', [/is no name for a number/]],
  ['ppo,.k:1', [/'.k:1' can't be read/]],
])('what makes no sense beside a formula in %s is said', (address, problems) => {
  expect(problemsAt(address)).toEqual(problems.map((problem) => expect.stringMatching(problem)))
})
