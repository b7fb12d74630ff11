import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalogue, resolveUpdate } from '../../src/updates/index.ts'
import { points } from '../../src/updates/testing/points.ts'
import { addressOf, memberNames, pointAt, titleOf } from './address.ts'

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
  ['nobody,beta:1', { ...catalogue.ppo.scale, beta: 1 }],
  ['ppo,beta:-1,omega:x,alphaR:0.5,nonsense:3', { ...catalogue.ppo.scale, alphaR: 0.5 }],
  ['ppo,trust:clip:0.1', catalogue.ppo.scale],
  ['ppo,robust:huber', catalogue.ppo.scale],
  ['ppo,trust:box:1', catalogue.ppo.scale],
  ['ppo,omega:1/x', catalogue.ppo.scale],
  ['', catalogue.ppo.scale],
])('what makes no sense in %s is passed over', (address, scale) => {
  expect(pointAt(address).scale).toEqual(scale)
})
