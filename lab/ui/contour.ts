/** Marching squares: where a field sampled on a grid crosses a level. */

/** A segment in units of grid cells: from (x0, y0) to (x1, y1). */
export type Segment = readonly [x0: number, y0: number, x1: number, y1: number]

/**
 * The crossings of `level` in `field` [rows × columns], row-major; none beside a NaN. Saddles are split, which is right for neither and
 * visible in neither at the resolution of a screen.
 */
export function contour(field: Float64Array, columns: number, level: number): Segment[] {
  const segments: Segment[] = []
  const rows = field.length / columns
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const corner = row * columns + column
      const crossings = cellCrossings(
        field[corner] - level,
        field[corner + 1] - level,
        field[corner + columns + 1] - level,
        field[corner + columns] - level,
      )
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        const [[x0, y0], [x1, y1]] = [crossings[i], crossings[i + 1]]
        segments.push([column + x0, row + y0, column + x1, row + y1])
      }
    }
  }
  return segments
}

const NONE: readonly (readonly [number, number])[] = []

/** Where the edges of a unit cell are crossed, corners given clockwise from the origin. */
function cellCrossings(a: number, b: number, c: number, d: number): typeof NONE {
  const below = Number(a < 0) + Number(b < 0) + Number(c < 0) + Number(d < 0)
  if (below === 0 || below === 4 || Number.isNaN(a + b + c + d)) return NONE
  const crossings: [number, number][] = []
  if (a < 0 !== b < 0) crossings.push([a / (a - b), 0])
  if (b < 0 !== c < 0) crossings.push([1, b / (b - c)])
  if (c < 0 !== d < 0) crossings.push([1 - c / (c - d), 1])
  if (d < 0 !== a < 0) crossings.push([0, 1 - d / (d - a)])
  return crossings
}
