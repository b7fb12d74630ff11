import { expect, test } from 'vitest'
import { actionTable } from './action-features.ts'

const rows = [
  { action: 'a', price: 1, kind: 'shoe' },
  { action: 'b', price: 3, kind: 'book' },
  { action: 'c', price: null, kind: 'shoe' },
]

test('numbers are standardised over the actions, categories one-hot', () => {
  expect(actionTable('items', rows, 'action')).toEqual({
    names: ['a', 'b', 'c'],
    features: [
      [-1, 1, 0],
      [1, 0, 1],
      [0, 1, 0],
    ],
  })
})

test.each([
  [[...rows, { price: 2 }], 'items, row 4, column action: it is missing'],
  [[...rows, { action: 'b', price: 2 }], "items, row 4, column action: 'b' is there already"],
  [[{ action: 'a' }, { action: 'b' }], 'items has no features of the actions beside their names'],
])('a table that is none', (table, message) => {
  expect(() => actionTable('items', table, 'action')).toThrow(message)
})
