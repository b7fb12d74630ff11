import fc from 'fast-check'
import { expect, it } from 'vitest'
import { add, columnSums, sumSquares } from '../index.ts'
import { describeBuilds } from '../testing/builds.ts'
import * as reference from '../testing/reference.ts'
import { expectProduct, expectWithin, values } from '../testing/values.ts'

describeBuilds(({ kernels, memory, forShapes }) => {
  it('add adds vectors of any length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.integer(), (length, seed) => {
        memory.reset()
        const [x, sum] = [values(seed, length), values(seed + 1, length)]
        const total = memory.take(sum)
        add(kernels, memory.take(x), total, length)
        expect(total.data).toEqual(sum.map((value, i) => value + x[i]))
        expect(memory.damage()).toBe(0)
      }),
    )
  })

  it('columnSums adds up each column', () => {
    forShapes((rows, columns, _, seed) => {
      const x = values(seed, rows * columns)
      const out = memory.take(columns)
      columnSums(kernels, memory.take(x), out, rows, columns)
      const expected = reference.product(() => 1, reference.matrix(x, columns), null, 1, rows, columns)
      expectProduct(out, expected, rows)
    })
  })

  it('sumSquares sums in float64', () => {
    forShapes((rows, columns, _, seed) => {
      const x = values(seed, rows * columns)
      const expected = x.reduce((sum, value) => sum + value ** 2, 0)
      expectWithin([sumSquares(kernels, memory.take(x), x.length)], [expected], () => 1e-13 * expected)
    })
    expect(sumSquares(kernels, memory.take([3e30, 4e30]), 2)).toBe(
      Math.fround(3e30) ** 2 + Math.fround(4e30) ** 2,
    )
    expect(sumSquares(kernels, memory.take([1, Number.NaN, 1]), 3)).toBeNaN()
  })
})
