/**
 * The gradient form: how a scalar push on the chosen action becomes a direction on the network's outputs.
 *
 * | form     | categorical | diagonal Gaussian, per dimension (mean, log-std) | reading                            |
 * |----------|-------------|--------------------------------------------------|------------------------------------|
 * | `value`  | e_a         | ((a−m)/σ², ((a−m)/σ)²)                           | outputs estimate; push one up/down |
 * | `policy` | e_a − π     | ((a−m)/σ², ((a−m)/σ)² − 1)                       | a distribution; mass moves to/from |
 *
 * `policy` is ∇ log π(a|s) with respect to the outputs; `value` is the gradient of the unnormalised
 * log-density. The choice of a form is from Gummadi et al. (ICML 2022); the Gaussian row is our derivation.
 */
export type Form = 'value' | 'policy'

export const forms: readonly Form[] = ['value', 'policy']

/**
 * Direction on A logits for action `action` under `probabilities` (length A, sums to 1).
 * Written to `direction` (length A) and returned; unit: per logit.
 */
export function form(
  kind: Form,
  action: number,
  probabilities: ArrayLike<number>,
  direction: Float64Array = new Float64Array(probabilities.length),
): Float64Array {
  for (let a = 0; a < direction.length; a++) direction[a] = kind === 'policy' ? -probabilities[a] : 0
  direction[action] += 1
  return direction
}

/** Direction on one Gaussian dimension's log-std, for the standardised action z = (a − m)/σ. */
export const gaussianLogStdForm = (kind: Form, z: number) => (kind === 'policy' ? z * z - 1 : z * z)

/** Direction on one Gaussian dimension's mean, the same in both forms: (a − m)/σ² = z/σ. */
export const gaussianMeanForm = (z: number, std: number) => z / std
