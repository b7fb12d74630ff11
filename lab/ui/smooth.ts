/**
 * Each value becomes the mean of those around it, a share of the curve wide; towards its ends fewer, as many on either side.
 *
 * @param share of the curve, from 0 (as it is) to 1.
 */
export function smoothed(values: readonly number[], share: number): number[] {
  const reach = Math.floor((share * values.length) / 2)
  if (reach === 0) return [...values]
  const sums = new Float64Array(values.length + 1)
  values.forEach((value, i) => {
    sums[i + 1] = sums[i] + value
  })
  return values.map((_, i) => {
    const side = Math.min(reach, i, values.length - 1 - i)
    return (sums[i + side + 1] - sums[i - side]) / (2 * side + 1)
  })
}
