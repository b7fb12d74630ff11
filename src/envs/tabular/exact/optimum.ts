import type { TabularMdp } from '../mdp.ts'
import { lookAhead, values } from './values.ts'

/** What the best policies achieve. */
export interface Optimum {
  /** V* [S]. */
  values: Float64Array
  /** Q* [S × A]. */
  actionValues: Float64Array
  /** A best policy, [S × A]; where actions are equally good it may mix them. */
  policy: Float64Array
}

/**
 * The optimal values at a discount, by Howard's policy iteration (1960) with linear solves, from the uniform policy.
 *
 * A state changes its action only for a better one, so that for γ = 1 a policy that ends stays one that does.
 *
 * @throws Error for γ = 1 if the uniform policy may go on for ever.
 */
export function optimum(mdp: TabularMdp, gamma: number): Optimum {
  const policy = new Float64Array(mdp.states * mdp.actions).fill(1 / mdp.actions)
  for (;;) {
    const stateValues = values(mdp, policy, gamma)
    const current: Optimum = { values: stateValues, actionValues: lookAhead(mdp, stateValues, gamma), policy }
    if (!improve(current, mdp.actions)) return current
  }
}

/** Makes the policy greedy where that is better by more than rounding; false if it was nowhere. */
function improve(current: Optimum, actions: number): boolean {
  let better = false
  current.values.forEach((value, state) => {
    const start = state * actions
    const row = current.actionValues.subarray(start, start + actions)
    const best = row.indexOf(row.reduce((one, other) => Math.max(one, other)))
    if (row[best] <= value + 1e-10 * (1 + Math.abs(value))) return
    current.policy.fill(0, start, start + actions)
    current.policy[start + best] = 1
    better = true
  })
  return better
}
