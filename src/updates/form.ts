/**
 * The gradient form: how a scalar push on the chosen action becomes a direction on the network's outputs. It is one
 * number κ in [0, 1]: how much of the policy itself is taken off again.
 *
 * | form     | κ | categorical | diagonal Gaussian, per dimension (mean, log-std) | reading                            |
 * |----------|---|-------------|--------------------------------------------------|------------------------------------|
 * | `value`  | 0 | e_a         | ((a−m)/σ², ((a−m)/σ)²)                           | outputs estimate; push one up/down |
 * | between  | κ | e_a − κπ    | ((a−m)/σ², ((a−m)/σ)² − κ)                       | (1 − κ) of `value`, κ of `policy`  |
 * | `policy` | 1 | e_a − π     | ((a−m)/σ², ((a−m)/σ)² − 1)                       | a distribution; mass moves to/from |
 *
 * `policy` is ∇ log π(a|s) with respect to the outputs; `value` is the gradient of the unnormalised
 * log-density. The choice of a form is from Gummadi et al. (ICML 2022); the Gaussian row and the forms between are our
 * derivation.
 */
export type Form = 'value' | 'policy' | number

/** The forms that have names: κ = 0 and κ = 1. */
export const forms = ['value', 'policy'] as const

/** κ of a form. */
export const policyShare = (kind: Form): number => (kind === 'policy' ? 1 : kind === 'value' ? 0 : kind)

/** The form of κ, in [0, 1]; by its name where it has one. */
export const formOf = (kappa: number): Form => (kappa === 1 ? 'policy' : kappa === 0 ? 'value' : kappa)

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
  const kappa = policyShare(kind)
  for (let a = 0; a < direction.length; a++) direction[a] = kappa === 0 ? 0 : -kappa * probabilities[a]
  direction[action] += 1
  return direction
}

/** Direction on one Gaussian dimension's log-std, for the standardised action z = (a − m)/σ. */
export const gaussianLogStdForm = (kind: Form, z: number) => z * z - policyShare(kind)

/** Direction on one Gaussian dimension's mean, the same in all forms: (a − m)/σ² = z/σ. */
export const gaussianMeanForm = (z: number, std: number) => z / std
