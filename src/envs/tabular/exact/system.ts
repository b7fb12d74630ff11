import type { TabularMdp } from '../mdp.ts'
import { solveLinear } from './linear.ts'
import { requirePolicy, type TabularPolicy } from './policy.ts'

/**
 * The equations of a policy at a discount, with C_π[s,s′] = Σ_a π(a|s)·(probability to go on in s′): the state values
 * solve (I − γC_π)x = b, the state occupancy its transpose.
 *
 * @throws Error unless `policy` is one and 0 ≤ γ ≤ 1, and for γ = 1 if the policy may go on for ever from some state.
 */
export class PolicySystem {
  /** C_π [S × S]. */
  readonly #continuations: Float64Array
  readonly #gamma: number

  constructor(mdp: TabularMdp, policy: TabularPolicy, gamma: number) {
    requirePolicy(mdp, policy)
    if (!(gamma >= 0 && gamma <= 1)) throw new Error(`gamma must be a number from 0 to 1, got ${gamma}`)
    this.#continuations = continuationsOf(mdp, policy)
    this.#gamma = gamma
    if (gamma === 1) requireEnds(mdp, policy, this.#continuations)
  }

  /** x [S] with (I − γC_π)x = b. */
  solve(b: Float64Array): Float64Array {
    const n = b.length
    return this.#solveWith((row, column) => row * n + column, b)
  }

  /** x [S] with (I − γC_πᵀ)x = b. */
  solveTransposed(b: Float64Array): Float64Array {
    const n = b.length
    return this.#solveWith((row, column) => column * n + row, b)
  }

  /** @param at where C_π or its transpose has the number of this row and column. */
  #solveWith(at: (row: number, column: number) => number, b: Float64Array): Float64Array {
    const n = b.length
    const matrix = new Float64Array(n * n)
    for (let row = 0; row < n; row++)
      for (let column = 0; column < n; column++)
        matrix[row * n + column] =
          (row === column ? 1 : 0) - this.#gamma * this.#continuations[at(row, column)]
    return solveLinear(matrix, b.slice())
  }
}

function continuationsOf(mdp: TabularMdp, policy: TabularPolicy): Float64Array {
  const matrix = new Float64Array(mdp.states ** 2)
  for (let state = 0; state < mdp.states; state++) {
    for (let action = 0; action < mdp.actions; action++) {
      const chosen = policy[state * mdp.actions + action]
      for (const { probability, next, terminated } of mdp.after(state, action)) {
        if (!terminated) matrix[state * mdp.states + next] += chosen * probability
      }
    }
  }
  return matrix
}

/** @throws Error if there is a state from which the policy never ends: then, undiscounted, nothing has a value. */
function requireEnds(mdp: TabularMdp, policy: TabularPolicy, continuations: Float64Array): void {
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
    const before = states.filter(
      (other) => !ending.has(other) && continuations[other * mdp.states + next] > 0,
    )
    for (const other of before) ending.add(other)
    found.push(...before)
  }
  const endless = states.find((state) => !ending.has(state))
  if (endless !== undefined) {
    throw new Error(`gamma is 1, but the policy never ends from state ${endless}; use a gamma below 1`)
  }
}
