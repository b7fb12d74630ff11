import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { printable } from './printable.ts'

it.each([
  ['ppo seed 1', 'ppo seed 1'],
  ['größer → π', 'größer → π'],
  ['a\n  ended  b: return 500', 'a\\n  ended  b: return 500'],
  ['\u001b[2J\u001b[31mred\u0007', '\\x1b[2J\\x1b[31mred\\x07'],
  ['\u009b31m', '\\x9b31m'],
  ['user\u202egnp.exe', 'user\\u202egnp.exe'],
  ['a\r\nb\u2028c', 'a\\r\\nb\\u2028c'],
])('%j is shown as %j', (text, shown) => {
  expect(printable(text)).toBe(shown)
})

test('nothing that a terminal would obey is left, and what is left stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = printable(text)
      expect(shown).not.toMatch(/\p{Cc}/u)
      expect(printable(shown)).toBe(shown)
    }),
  )
})
