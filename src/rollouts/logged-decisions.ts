import type { Decisions } from '../decisions/index.ts'
import type { Kernels } from '../kernels/index.ts'
import type { Policy } from '../policies/index.ts'
import { stream } from '../random/index.ts'
import { Rollout } from './rollout.ts'
import type { Source, SourceState } from './source.ts'

/**
 * Rows of a log, as many at a time as a rollout has: episodes of one step, with μ as it was logged and o_μ = log μ. Pass after
 * pass over the log, each through its blocks in an order of its own; a rollout may reach from one pass into the next.
 */
export class LoggedDecisions implements Source {
  readonly rollout: Rollout
  readonly #policy: Policy
  readonly #critic: Policy
  readonly #decisions: Decisions
  readonly #seed: number
  readonly #order: Int32Array
  #pass = 0
  /** Rows that were handed out so far. */
  #position = 0
  #policyValue: number | undefined

  /** @param critic whose values advantages are made of: the policy, or a target network. */
  constructor(
    kernels: Kernels,
    policy: Policy,
    critic: Policy,
    decisions: Decisions,
    rows: number,
    seed: number,
  ) {
    this.rollout = Rollout.create(kernels, policy, 1, rows)
    this.rollout.terminated.fill(1)
    this.rollout.dones.fill(1)
    this.#policy = policy
    this.#critic = critic
    this.#decisions = decisions
    this.#seed = seed
    this.#order = new Int32Array(decisions.blocks)
    this.#shuffle()
  }

  begin(): void {}

  collect(): void {
    const { rows, rewards, normalisedRewards } = this.rollout
    for (let filled = 0; filled < rows; ) filled += this.#take(filled)
    const { normalisation } = this.#policy
    normalisation.returns?.update(rewards, rows)
    for (let row = 0; row < rows; row++) normalisedRewards[row] = normalisation.reward(rewards[row])
  }

  /** Fills rows from `to` on with what is left of the block at hand; returns how many. */
  #take(to: number): number {
    const { rollout } = this
    const size = this.#policy.observationSize
    const [place, from] = this.#place()
    const block = this.#decisions.read(this.#order[place])
    const count = Math.min(rollout.rows - to, block.rows - from)
    rollout.observations.data.set(block.observations.subarray(from * size, (from + count) * size), to * size)
    rollout.actions.set(block.actions.subarray(from, from + count), to)
    rollout.rewards.set(block.rewards.subarray(from, from + count), to)
    for (let row = 0; row < count; row++) {
      const logProb = Math.log(block.probabilities[from + row])
      rollout.logProbs[to + row] = logProb
      rollout.outputs[to + row] = logProb
    }
    this.#position += count
    return count
  }

  /** The block of this pass that the position lies in, and the row there. */
  #place(): [place: number, from: number] {
    const { rows } = this.#decisions
    const pass = Math.floor(this.#position / rows)
    if (pass !== this.#pass) {
      this.#pass = pass
      this.#shuffle()
    }
    let left = this.#position % rows
    let place = 0
    for (; left >= this.#decisions.rowsOf(this.#order[place]); place++)
      left -= this.#decisions.rowsOf(this.#order[place])
    return [place, left]
  }

  #shuffle(): void {
    for (let i = 0; i < this.#order.length; i++) this.#order[i] = i
    stream(this.#seed, 'logs', this.#pass).shuffle(this.#order)
  }

  computeAdvantages(): void {
    const { rows, observations, values, normalisedRewards, advantages } = this.rollout
    this.#critic.values(observations, rows, values, 0)
    for (let row = 0; row < rows; row++) advantages[row] = normalisedRewards[row] - values[row]
    this.#policyValue = this.#estimate()
  }

  /** By self-normalised importance sampling, of the policy before it learns from these rows. */
  #estimate(): number {
    const { actions, logProbs, rewards } = this.rollout
    const { distribution } = this.#policy
    let weights = 0
    let sum = 0
    this.#policy.forEachRow(this.rollout, (row, i) => {
      const weight = Math.exp(distribution.logProb(row, actions, i) - logProbs[i])
      weights += weight
      sum += weight * rewards[i]
    })
    return sum / weights
  }

  get policyValue(): number | undefined {
    return this.#policyValue
  }

  getState(): SourceState {
    return { returns: [], lengths: [], discountedReturns: [], position: this.#position }
  }

  arrays() {
    return {}
  }

  setState({ position = 0 }: SourceState): void {
    this.#position = position
  }
}
