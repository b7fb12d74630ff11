/**
 * What advantages are made of before an update reads them, within a minibatch: `standardised`, mean 0 and deviation 1, as
 * CleanRL has them; `centred`, mean 0 in units of reward; `scaled`, root mean square 1 and the signs that they have; `raw`, as
 * they are.
 */
export const advantageScales = ['standardised', 'centred', 'scaled', 'raw'] as const

export type AdvantageScale = (typeof advantageScales)[number]

/**
 * The advantages of a minibatch on this scale. An ε keeps those without spread from being divided by 0; one alone stays.
 *
 * @param weights of each row in means; they sum to 1.
 * @param sampled whether they are a sample, whose variance about its own mean is over n − 1, or all that there is.
 * @param target where they are written, as long as `advantages`; returned.
 */
export function onScale(
  kind: AdvantageScale,
  advantages: Float64Array,
  weights: Float64Array,
  sampled: boolean,
  target: Float64Array,
): Float64Array {
  const n = advantages.length
  target.set(advantages)
  if (n < 2 || kind === 'raw') return target
  let mean = 0
  for (let row = 0; row < n; row++) mean += weights[row] * advantages[row]
  const centre = kind === 'scaled' ? 0 : mean
  let square = 0
  for (let row = 0; row < n; row++) square += weights[row] * (advantages[row] - centre) ** 2
  if (sampled && kind !== 'scaled') square *= n / (n - 1)
  const scale = kind === 'centred' ? 1 : 1 / (Math.sqrt(square) + 1e-8)
  for (let row = 0; row < n; row++) target[row] = (advantages[row] - centre) * scale
  return target
}
