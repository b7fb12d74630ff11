import { expect, test } from 'vitest'
import { catalogue, resolveUpdate, scale, scaleFunction, type UpdateSpec } from '../../src/updates/index.ts'
import { changes, difference, nearestMember } from './nearest-member.ts'

const nearestTo = (point: UpdateSpec) => nearestMember(point, scaleFunction(point.scale))

test('of points between two members, the nearer one', () => {
  const between = (low: number) =>
    resolveUpdate({
      ...catalogue.ppo,
      scale: { ...catalogue.ppo.scale, trust: { kind: 'clip', low: 0.2, high: low } },
    })
  expect(nearestTo(catalogue.dapo)).toMatchObject({ name: 'dapo', distance: 0 })
  expect(nearestTo(between(0.2))?.name).toBe('ppo')
  const stale = resolveUpdate({ ...catalogue.mdpo, scale: { ...catalogue.mdpo.scale, omega: 0.9 } })
  expect(nearestTo(stale)?.name).toBe('mdpo')
  expect(changes(stale, catalogue.mdpo)).toEqual([{ name: 'ω', from: '1', to: '0.9' }])
  expect(changes(catalogue.cispo, catalogue.spo)).toEqual([
    { name: 'cap', from: 'none', to: '1.2' },
    { name: 'trust', from: 'linear 0.2', to: 'none' },
  ])
})

test('is none where nobody reads the data that way', () => {
  expect(nearestTo(resolveUpdate({ form: 'value', reference: 'output', baseline: 'logsumexp' }))).toBe(
    undefined,
  )
})

test('the greatest difference is one of the values of f', () => {
  const { greatest, at, distance } = difference(
    scaleFunction(catalogue.mdpo.scale),
    scaleFunction(catalogue.a2c.scale),
  )
  expect(greatest).toBe(Math.abs(scale(at[0], at[1], catalogue.mdpo.scale) - scale(at[0], at[1])))
  expect(distance).toBeGreaterThan(0)
  expect(distance).toBeLessThan(greatest)
})
