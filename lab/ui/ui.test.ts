import { describe, expect, test } from 'vitest'
import { contour } from './contour.ts'
import { figure, fixed } from './numbers.ts'
import { wordsOf } from './path.tsx'
import { logTicks, ticks } from './ticks.ts'

test.each([
  [0, '0'],
  [-0.5, '−0.5'],
  [1234.6, '1235'],
  [0.012345, '0.0123'],
  [123456, '1.2·10⁵'],
  [-0.00012345, '−1.2·10⁻⁴'],
  [Number.POSITIVE_INFINITY, '∞'],
])('%d reads %s', (value, text) => {
  expect(figure(value)).toBe(text)
})

test('a fixed number of decimals has no −0', () => {
  expect(fixed(-0.001, 2)).toBe('0.00')
  expect(fixed(-1.005, 1)).toBe('−1.0')
})

test.each([
  [-1.5, 1.5, 6, [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]],
  [0, 1, 3, [0, 0.5, 1]],
  [-8, 8, 4, [-5, 0, 5]],
])('ticks from %d to %d, about %d', (low, high, count, expected) => {
  expect(ticks(low, high, count)).toEqual(expected)
})

test.each([
  [0.0996, 0.375, [0.1, 0.2, 0.3]],
  [0.02, 3, [0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3]],
  [0.31, 0.44, [0.35, 0.4]],
  [0.0002, 0.4, [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3]],
  [1e-9, 0.1, [1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1]],
])('ticks from %d to %d on a logarithmic axis', (low, high, expected) => {
  expect(logTicks(low, high)).toEqual(expected)
})

describe('contour', () => {
  test('of a plane is its line', () => {
    // x + 2y on a 4 × 3 grid, level 2.5.
    const field = Float64Array.from({ length: 12 }, (_, i) => (i % 4) + 2 * Math.floor(i / 4))
    const segments = contour(field, 4, 2.5)
    expect(segments.length).toBeGreaterThan(2)
    for (const [x0, y0, x1, y1] of segments) {
      expect(x0 + 2 * y0).toBeCloseTo(2.5, 12)
      expect(x1 + 2 * y1).toBeCloseTo(2.5, 12)
    }
  })

  test('of what does not cross is empty', () => {
    expect(contour(Float64Array.of(1, 2, 3, 4), 2, 0)).toEqual([])
  })
})

test.each([
  ['optimiser.learningRate', 'optimiser. learning Rate'],
  ['a2c→optimiser.learningRate=0.001@8192', 'a2c→ optimiser. learning Rate= 0.001 @8192'],
  ['ppo+alphaR=-0.5', 'ppo+ alpha R= -0.5'],
])('%s breaks between its words', (path, words) => {
  expect(wordsOf(path).join(' ')).toBe(words)
})
