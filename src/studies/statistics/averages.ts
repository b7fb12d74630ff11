/** Averages and quantiles of a list of numbers. */

/** @throws RangeError for an empty list, as all of these. */
export function mean(values: ArrayLike<number>): number {
  requireValues('mean', values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum / values.length
}

/** The middle one, or the mean of the middle two. */
export const median = (values: ArrayLike<number>) => quantile(values, 0.5)

/** Mean of what is left after the lowest and the highest ⌊n/4⌋ values: scipy's `trim_mean(values, 0.25)`. */
export function interquartileMean(values: ArrayLike<number>): number {
  requireValues('interquartile mean', values)
  const cut = Math.floor(values.length / 4)
  return mean(ascending(values).subarray(cut, values.length - cut))
}

/** The q-quantile, q in [0, 1], linear between neighbouring order statistics: numpy's default. */
export function quantile(values: ArrayLike<number>, q: number): number {
  requireValues('quantile', values)
  const sorted = ascending(values)
  const position = q * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (position - below) * (sorted[above] - sorted[below])
}

const ascending = (values: ArrayLike<number>) => Float64Array.from(values).sort()

function requireValues(what: string, values: ArrayLike<number>): void {
  if (values.length === 0) throw new RangeError(`${what} of no values`)
}
