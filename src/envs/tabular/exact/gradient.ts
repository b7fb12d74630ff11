import type { TabularMdp } from '../mdp.ts'
import { requireLogits, softmax, type TabularPolicy } from './policy.ts'
import { PolicySystem } from './system.ts'
import { advantages } from './values.ts'

/**
 * The discounted state occupancy d_π(s) = E Σ_t γᵗ·1[s_t = s], [S], over the steps of an episode, time limits aside. Not normalised:
 * where nothing terminates it sums to 1/(1 − γ).
 */
export function occupancy(mdp: TabularMdp, policy: TabularPolicy, gamma: number): Float64Array {
  return new PolicySystem(mdp, policy, gamma).solveTransposed(mdp.startDistribution)
}

/**
 * ∂J/∂o[s,a] = d_π(s)·π(a|s)·A^π(s,a), [S × A], for π = softmax of the logits o [S × A]: the policy gradient theorem (Sutton et al.,
 * 1999) for a tabular softmax policy.
 */
export function policyGradient(mdp: TabularMdp, logits: ArrayLike<number>, gamma: number): Float64Array {
  requireLogits(mdp, 'logits', logits)
  const policy = softmax(logits, mdp.actions)
  const visits = occupancy(mdp, policy, gamma)
  return advantages(mdp, policy, gamma).map(
    (advantage, pair) => visits[Math.floor(pair / mdp.actions)] * policy[pair] * advantage,
  )
}
