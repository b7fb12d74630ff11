import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valueGradient, valueLoss } from './value-loss.ts'

test('worked by hand', () => {
  expect(valueLoss(3, 0, 1, null)).toBe(2)
  // Clipped to 0.2, the value would be 0.2, further from the return 3 than 1 is: that branch counts, and is flat.
  expect(valueLoss(1, 0, 3, 0.2)).toBeCloseTo(0.5 * 2.8 ** 2, 12)
  expect(valueGradient(1, 0, 3, 0.2)).toBe(0)
  // Beyond the return the plain branch counts again.
  expect(valueGradient(9, 0, 3, 0.2)).toBe(6)
})

test('the gradient is the derivative of the loss, off the kinks', () => {
  const real = fc.double({ min: -5, max: 5, noNaN: true })
  const clip = fc.option(fc.double({ min: 0.01, max: 3, noNaN: true }))
  fc.assert(
    fc.property(real, real, real, clip, (value, old, target, range) => {
      const h = 1e-6
      const [down, up] = [value - h, value + h].map((v) => valueLoss(v, old, target, range))
      const [left, right] = [value - h, value + h].map((v) => valueGradient(v, old, target, range))
      fc.pre(Math.abs(left - right) < 1e-4)
      expect(valueGradient(value, old, target, range)).toBeCloseTo((up - down) / (2 * h), 4)
    }),
  )
})
