import type { TabularMdp } from '../mdp.ts'
import type { TabularPolicy } from './policy.ts'
import { PolicySystem } from './system.ts'

/** V^π [S]: the expected discounted return from each state, time limits aside. */
export function values(mdp: TabularMdp, policy: TabularPolicy, gamma: number): Float64Array {
  return new PolicySystem(mdp, policy, gamma).solve(policyRewards(mdp, policy))
}

/** Q^π [S × A]: the same after a given first action. */
export function actionValues(mdp: TabularMdp, policy: TabularPolicy, gamma: number): Float64Array {
  return lookAhead(mdp, values(mdp, policy, gamma), gamma)
}

/** A^π = Q^π − V^π [S × A]; under π its mean in every state is 0. */
export function advantages(mdp: TabularMdp, policy: TabularPolicy, gamma: number): Float64Array {
  const stateValues = values(mdp, policy, gamma)
  return lookAhead(mdp, stateValues, gamma).map(
    (value, pair) => value - stateValues[Math.floor(pair / mdp.actions)],
  )
}

/** J(π) = Σ_s start(s)·V^π(s): the expected discounted return of an episode. */
export function expectedReturn(mdp: TabularMdp, policy: TabularPolicy, gamma: number): number {
  return values(mdp, policy, gamma).reduce((sum, value, s) => sum + mdp.startDistribution[s] * value, 0)
}

/** r[s,a] + γ·E[V(s′); the episode goes on], [S × A], for any values V [S]. */
export function lookAhead(mdp: TabularMdp, stateValues: Float64Array, gamma: number): Float64Array {
  return mdp.expectedRewards.map((expected, pair) => {
    const following = mdp.after(Math.floor(pair / mdp.actions), pair % mdp.actions)
    return following.reduce(
      (sum, { probability, next, terminated }) =>
        terminated ? sum : sum + gamma * probability * stateValues[next],
      expected,
    )
  })
}

/** Σ_a π(a|s)·r[s,a], [S]. */
function policyRewards(mdp: TabularMdp, policy: TabularPolicy): Float64Array {
  const rewards = new Float64Array(mdp.states)
  mdp.expectedRewards.forEach((reward, pair) => {
    rewards[Math.floor(pair / mdp.actions)] += policy[pair] * reward
  })
  return rewards
}
