import { LuDecomposition, Matrix } from 'ml-matrix'
import { expect, test } from 'vitest'
import { Pcg64 } from '../../../random/index.ts'
import { solveLinear } from './linear.ts'

test.each([1, 2, 3, 8, 30, 120])('a system of %i equations has the solution that ml-matrix finds', (n) => {
  const random = Pcg64.fromSeed(n)
  const a = Float64Array.from({ length: n * n }, () => random.normal())
  const b = Float64Array.from({ length: n }, () => random.normal())
  // Without exchanging rows the first pivot would be 0.
  if (n > 1) a[0] = 0
  const expected = new LuDecomposition(Matrix.from1DArray(n, n, a)).solve(Matrix.columnVector(b)).to1DArray()
  const found = solveLinear(a.slice(), b.slice())
  for (const [i, x] of expected.entries())
    expect(Math.abs(found[i] - x)).toBeLessThan(1e-9 * (1 + Math.abs(x)))
})
