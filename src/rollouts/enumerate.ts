import { exact, type TabularMdp } from '../envs/index.ts'
import type { Kernels } from '../kernels/index.ts'
import type { Policy } from '../policies/index.ts'
import type { Behaviour } from './behaviour.ts'
import { Rollout } from './rollout.ts'
import type { Source, SourceNumbers, SourceState } from './source.ts'

/**
 * In place of a collector: every state and action of a tabular MDP as one rollout, each with its exact action value under the
 * behaviour policy μ as return, and weighted by d_μ(s)·μ(a|s), the discounted occupancy scaled to sum to 1. Means over it are
 * the expectations that means over sampled rollouts estimate, states of a sample being met undiscounted.
 */
export class Enumerator implements Source {
  /** [S × A] */
  readonly rollout: Rollout
  readonly #policy: Policy
  readonly #mdp: TabularMdp
  readonly #behaviour: Behaviour
  /** Logits of μ [S × A]. */
  readonly #logits: Float32Array

  constructor(kernels: Kernels, policy: Policy, mdp: TabularMdp, behaviour: Behaviour) {
    const { states, actions } = mdp
    this.rollout = Rollout.create(kernels, policy, states, actions)
    this.rollout.weights = new Float64Array(states * actions)
    for (let pair = 0; pair < states * actions; pair++) {
      this.rollout.observations.data[pair * states + Math.floor(pair / actions)] = 1
      this.rollout.actions[pair] = pair % actions
    }
    this.#policy = policy
    this.#mdp = mdp
    this.#behaviour = behaviour
    this.#logits = new Float32Array(states * actions)
  }

  begin(): void {}

  /** Notes what the behaviour policy gives to every action. */
  collect({ behaviour }: SourceNumbers): void {
    const { observations, actions, logProbs, outputs, rows } = this.rollout
    const { distribution } = this.#policy
    this.#behaviour.read(observations, rows, behaviour)
    for (let row = 0; row < rows; row++) {
      logProbs[row] = distribution.logProb(row, actions, row)
      outputs[row] = this.#behaviour.output(row, actions, row)
      this.#logits[row] = distribution.output(row, actions, row)
    }
  }

  /** Values, advantages and weights under the behaviour policy, by linear solves. */
  computeAdvantages({ gamma }: SourceNumbers): void {
    const { values, advantages, weights, rows } = this.rollout
    const mdp = this.#mdp
    const behaviour = exact.softmax(this.#logits, mdp.actions)
    const actionValues = exact.actionValues(mdp, behaviour, gamma)
    const visits = exact.occupancy(mdp, behaviour, gamma)
    const total = visits.reduce((sum, visit) => sum + visit)
    for (let state = 0; state < mdp.states; state++) {
      const pairs = { from: state * mdp.actions, to: (state + 1) * mdp.actions }
      let value = 0
      for (let pair = pairs.from; pair < pairs.to; pair++) value += behaviour[pair] * actionValues[pair]
      values.fill(value, pairs.from, pairs.to)
    }
    for (let row = 0; row < rows; row++) {
      advantages[row] = actionValues[row] - values[row]
      weights![row] = (visits[Math.floor(row / mdp.actions)] / total) * behaviour[row]
    }
  }

  /** Nothing is on its way between two updates. */
  getState(): SourceState {
    return { returns: [], lengths: [], discountedReturns: [] }
  }

  arrays() {
    return {}
  }

  setState(): void {}
}
