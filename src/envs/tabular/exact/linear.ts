/**
 * x [n] with A·x = b, by Gaussian elimination with partial pivoting. A [n × n] is row-major, and not to be singular; both
 * arguments are used up.
 */
export function solveLinear(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length
  for (let column = 0; column < n; column++) {
    swapRows(a, b, column, largestBelow(a, n, column))
    const pivot = a[column * n + column]
    for (let row = column + 1; row < n; row++) {
      const factor = a[row * n + column] / pivot
      if (factor === 0) continue
      for (let j = column; j < n; j++) a[row * n + j] -= factor * a[column * n + j]
      b[row] -= factor * b[column]
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let j = row + 1; j < n; j++) b[row] -= a[row * n + j] * b[j]
    b[row] /= a[row * n + row]
  }
  return b
}

/** The row, from the diagonal down, with the largest number in the column. */
function largestBelow(a: Float64Array, n: number, column: number): number {
  let largest = column
  for (let row = column + 1; row < n; row++)
    if (Math.abs(a[row * n + column]) > Math.abs(a[largest * n + column])) largest = row
  return largest
}

function swapRows(a: Float64Array, b: Float64Array, i: number, j: number): void {
  if (i === j) return
  const n = b.length
  const row = a.slice(i * n, (i + 1) * n)
  a.copyWithin(i * n, j * n, (j + 1) * n)
  a.set(row, j * n)
  const value = b[i]
  b[i] = b[j]
  b[j] = value
}
