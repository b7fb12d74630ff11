import { expect, test } from 'vitest'
import { actionColour, mix } from './colours.ts'

test('mix goes from one colour to the other', () => {
  expect(mix('#102030', '#ffe0d0', 0)).toBe('#102030')
  expect(mix('#102030', '#ffe0d0', 1)).toBe('#ffe0d0')
  expect(mix('#000000', '#ff0a64', 0.5)).toBe('#800532')
})

test('sixteen actions have colours of their own, and any action has one', () => {
  const first = Array.from({ length: 16 }, (_, action) => actionColour(action))
  expect(new Set(first).size).toBe(16)
  expect(actionColour(999)).toMatch(/^#[0-9a-f]{6}$/)
})
