import { expect, test } from 'vitest'
import type { Metrics } from '../../training/index.ts'
import { HeldRows, withOnly } from './held-rows.ts'

const rows = [
  { update: 1, step: 512, episodes: 0, meanReturn: null, entropy: -0 },
  { update: 2, step: 1024, episodes: 3, meanReturn: 0.1, entropy: 1e-300, gamma: 0.9 },
  { update: 4, step: 2 ** 53 - 1, episodes: 9, meanReturn: -1e308, entropy: 0.2, gamma: null },
] as unknown as readonly Metrics[]
const held = new HeldRows(rows)

test('rows are held as they are, with what is null or absent in some', () => {
  expect([...held]).toStrictEqual(rows)
  expect([...held].map(Object.keys)).toEqual(rows.map(Object.keys))
  expect(held).toHaveLength(3)
  expect([...new HeldRows([])]).toEqual([])
})

test('single rows and the last ones are taken as from an array', () => {
  for (const i of [0, 2, 3, -1, -3, -4]) expect(held.at(i)).toStrictEqual(rows.at(i))
  expect(held.slice(1)).toStrictEqual(rows.slice(1))
})

test('some of the numbers are read alone', () => {
  const some = [...withOnly(held, ['step', 'gamma', 'regret'])]
  expect(some).toEqual([{ step: 512 }, { step: 1024, gamma: 0.9 }, { step: 2 ** 53 - 1, gamma: null }])
  expect(withOnly(rows, ['step'])).toBe(rows)
})
