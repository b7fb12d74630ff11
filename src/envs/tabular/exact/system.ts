import { LuDecomposition, Matrix } from 'ml-matrix'
import type { TabularMdp } from '../mdp.ts'
import { requirePolicy, type TabularPolicy } from './policy.ts'

/**
 * The equations of a policy at a discount, with C_π[s,s′] = Σ_a π(a|s)·(probability to go on in s′): the state values solve
 * (I − γC_π)x = b, the state occupancy its transpose.
 *
 * Throws unless `policy` is one and 0 ≤ γ ≤ 1, and for γ = 1 if the policy may go on for ever from some state.
 */
export class PolicySystem {
  private readonly continuations: Matrix
  private readonly gamma: number

  constructor(mdp: TabularMdp, policy: TabularPolicy, gamma: number) {
    requirePolicy(mdp, policy)
    if (!(gamma >= 0 && gamma <= 1)) throw new Error(`gamma must be a number from 0 to 1, got ${gamma}`)
    this.continuations = continuationsOf(mdp, policy)
    this.gamma = gamma
    if (gamma === 1) requireEnds(mdp, policy, this.continuations)
  }

  /** x [S] with (I − γC_π)x = b. */
  solve(b: Float64Array): Float64Array {
    return this.solveWith(this.continuations, b)
  }

  /** x [S] with (I − γC_πᵀ)x = b. */
  solveTransposed(b: Float64Array): Float64Array {
    return this.solveWith(this.continuations.transpose(), b)
  }

  private solveWith(continuations: Matrix, b: Float64Array): Float64Array {
    const matrix = Matrix.eye(b.length).sub(Matrix.mul(continuations, this.gamma))
    return Float64Array.from(new LuDecomposition(matrix).solve(Matrix.columnVector(b)).to1DArray())
  }
}

function continuationsOf(mdp: TabularMdp, policy: TabularPolicy): Matrix {
  const matrix = Matrix.zeros(mdp.states, mdp.states)
  for (let state = 0; state < mdp.states; state++) {
    for (let action = 0; action < mdp.actions; action++) {
      const chosen = policy[state * mdp.actions + action]
      for (const { probability, next, terminated } of mdp.after(state, action)) {
        if (!terminated) matrix.set(state, next, matrix.get(state, next) + chosen * probability)
      }
    }
  }
  return matrix
}

/** Throws if there is a state from which the policy never ends: then, undiscounted, nothing has a value. */
function requireEnds(mdp: TabularMdp, policy: TabularPolicy, continuations: Matrix): void {
  const states = Array.from({ length: mdp.states }, (_, state) => state)
  const endsAt = (state: number) =>
    Array.from({ length: mdp.actions }, (_, action) => action).some(
      (action) =>
        policy[state * mdp.actions + action] > 0 &&
        mdp.after(state, action).some(({ terminated, probability }) => terminated && probability > 0),
    )
  const ending = new Set(states.filter(endsAt))
  const found = [...ending]
  for (let state = found.pop(); state !== undefined; state = found.pop()) {
    const next = state
    const before = states.filter((other) => !ending.has(other) && continuations.get(other, next) > 0)
    for (const other of before) ending.add(other)
    found.push(...before)
  }
  const endless = states.find((state) => !ending.has(state))
  if (endless !== undefined) {
    throw new Error(`gamma is 1, but the policy never ends from state ${endless}; use a gamma below 1`)
  }
}
