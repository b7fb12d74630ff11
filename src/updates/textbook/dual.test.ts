import fc from 'fast-check'
import { expect, test } from 'vitest'
import { between } from '../testing/points.ts'
import { clipped, Dual, larger, logSoftmax, smaller, sum } from './dual.ts'

const expressions: Record<string, (x: Dual, y: Dual) => Dual> = {
  plus: (x, y) => x.plus(y).plus(3),
  minus: (x, y) => x.minus(y).minus(y).minus(2),
  times: (x, y) => x.times(y).times(-1.5),
  square: (x, y) => x.plus(y).square(),
  exp: (x, y) => x.times(y).exp(),
  log: (x, y) => x.square().plus(y.square()).plus(1).log(),
  smaller: (x, y) => smaller(x.times(2), y),
  larger: (x, y) => larger(x, y.times(3)),
  clipped: (x, y) => clipped(x, -1, 0.5).times(y),
  logSoftmax: (x, y) => logSoftmax([x, y, x.times(y)])[1],
  sum: (x, y) => sum([x, y, x.times(y)]),
}

test.each(Object.entries(expressions))(
  'the gradient of %s is that of central differences',
  (_, expression) => {
    const value = (x: number, y: number) => expression(...(Dual.variables([x, y]) as [Dual, Dual])).value
    fc.assert(
      fc.property(between(-2, 2), between(-2, 2), (x, y) => {
        const kinks = [2 * x - y, x - 3 * y, x + 1, x - 0.5]
        fc.pre(kinks.every((distance) => Math.abs(distance) > 1e-3))
        const [alongX, alongY] = expression(...(Dual.variables([x, y]) as [Dual, Dual])).gradient
        const h = 1e-5
        expect(alongX).toBeCloseTo((value(x + h, y) - value(x - h, y)) / (2 * h), 5)
        expect(alongY).toBeCloseTo((value(x, y + h) - value(x, y - h)) / (2 * h), 5)
      }),
    )
  },
)

test('logSoftmax takes large outputs', () => {
  for (const { value } of logSoftmax(Dual.variables([1000, 1000]))) expect(value).toBeCloseTo(-Math.LN2, 12)
})
