/**
 * Advantages of mean 0 and deviation 1, as CleanRL has them; an ε keeps equal advantages at 0. One alone stays.
 *
 * @param weights of each row in means; they sum to 1.
 * @param sampled whether they are a sample, whose variance is over n − 1, or all that there is.
 * @param standardised where they are written, as long as `advantages`; returned.
 */
export function standardise(
  advantages: Float64Array,
  weights: Float64Array,
  sampled: boolean,
  standardised: Float64Array,
): Float64Array {
  const n = advantages.length
  standardised.set(advantages)
  if (n < 2) return standardised
  let mean = 0
  for (let row = 0; row < n; row++) mean += weights[row] * advantages[row]
  let variance = 0
  for (let row = 0; row < n; row++) variance += weights[row] * (advantages[row] - mean) ** 2
  if (sampled) variance *= n / (n - 1)
  const scale = 1 / (Math.sqrt(variance) + 1e-8)
  for (let row = 0; row < n; row++) standardised[row] = (advantages[row] - mean) * scale
  return standardised
}
