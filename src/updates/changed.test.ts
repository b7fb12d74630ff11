import { describe, expect, test } from 'vitest'
import { catalogue } from './catalogue.ts'
import { type Coordinate, changed, changedName, coordinatesOf, differences, isOfUpdate } from './changed.ts'

const { ppo } = catalogue

describe('a changed point', () => {
  test('is named after its changes, and says what it was', () => {
    const point = changed(ppo, [
      ['scale.alphaR', 0.5],
      ['scale.trust', { epsilon: 0.4, kind: 'linear' }],
    ])
    expect(point.name).toBe('ppo+alphaR=0.5+trust=linear-0.4')
    expect(point.about).toBe('ppo with alphaR=0.5, trust=linear-0.4')
    expect(point.scale).toEqual({ ...ppo.scale, alphaR: 0.5, trust: { kind: 'linear', epsilon: 0.4 } })
    expect(changed(ppo, [])).toBe(ppo)
  })

  test.each<[Coordinate[], string]>([
    [[['scale.trust.high', 0.28]], 'ppo+high=0.28'],
    [[['scale.cap', null]], 'ppo+cap=none'],
    [[['scale.cap', Number.POSITIVE_INFINITY]], 'ppo+cap=none'],
    [
      [
        ['temperature', 2],
        ['scale.beta', -0],
      ],
      'ppo+temperature=2+beta=0',
    ],
    [
      [
        ['optimiser.epsilon', 1],
        ['scale.trust.epsilon', 2],
      ],
      'ppo+optimiser.epsilon=1+scale.trust.epsilon=2',
    ],
    [[['network.hidden', [64, 64]]], 'ppo+hidden=64-64'],
  ])('%j', (coordinates, name) => expect(changedName('ppo', coordinates)).toBe(name))

  test('takes a kind before its parameters, and none of the kind before', () => {
    const point = changed(ppo, [
      ['scale.trust.epsilon', 0.4],
      ['scale.trust.kind', 'linear'],
    ])
    expect(point.scale.trust).toEqual({ kind: 'linear', epsilon: 0.4 })
  })

  test('keeps the numbers of a kind that it had', () => {
    expect(changed(ppo, [['scale.trust.kind', 'clip']]).scale).toEqual(ppo.scale)
  })

  test('keeps what a group leaves out', () => {
    expect(changed(ppo, [['scale', { beta: 2 }]]).scale).toEqual({ ...ppo.scale, beta: 2 })
  })

  test('changes one sign of a number that holds for both', () => {
    const point = changed(ppo, [
      ['scale.omega.up', 0],
      ['scale.cap.down', 1],
      ['scale.trust.outside.up', 0.5],
    ])
    expect(point.name).toBe('ppo+omega.up=0+cap.down=1+outside.up=0.5')
    expect(point.scale).toEqual({
      ...ppo.scale,
      omega: { up: 0, down: 1 },
      cap: { up: Number.POSITIVE_INFINITY, down: 1 },
      trust: { ...ppo.scale.trust, outside: { up: 0.5, down: 0 } },
    })
    expect(changed(point, [['scale.omega.down', 0]]).scale.omega).toBe(0)
    expect(changed(ppo, [['scale.omega', { up: 0 }]]).scale.omega).toEqual({ up: 0, down: 1 })
  })

  test.each<[Coordinate[], RegExp]>([
    [[['scale.beta.up', 3]], /^update\.scale\.beta is \{"up":3,"down":0\}; it must be a number/],
    [[['scale.omega', 3]], /^update\.scale\.omega is 3/],
    [[['scale.gamma', 3]], /^update\.scale\.gamma is unknown/],
    [[['scale.__proto__.polluted', 1]], /unknown/],
  ])('%j is refused', (coordinates, message) => expect(() => changed(ppo, coordinates)).toThrow(message))
})

test('a point does not differ from itself, and from others only where they do', () => {
  expect(differences(ppo, ppo)).toEqual([])
  expect(differences(ppo, { ...ppo, temperature: 2, scale: { ...ppo.scale, beta: 1 } })).toEqual([
    ['temperature', 2],
    ['scale.beta', 1],
  ])
})

test('differences between members lead from one to the other, whatever they are', () => {
  for (const from of Object.values(catalogue))
    for (const to of Object.values(catalogue)) {
      const there = changed(from, differences(from, to))
      expect({ ...there, name: to.name, about: to.about }).toEqual(to)
    }
})

test('what is of an update is told apart from settings', () => {
  expect(['scale.alphaR', 'temperature', 'form'].every(isOfUpdate)).toBe(true)
  expect(['optimiser.learningRate', 'epochs', 'name'].some(isOfUpdate)).toBe(false)
  expect(
    coordinatesOf({ form: 'value', scale: { beta: 1, trust: { kind: 'none' }, robust: { kappa: 2 } } }),
  ).toEqual([
    ['form', 'value'],
    ['scale.beta', 1],
    ['scale.trust', { kind: 'none' }],
    ['scale.robust.kappa', 2],
  ])
  expect(coordinatesOf({ scale: { cap: null } })).toEqual([['scale.cap', null]])
})
