/** One of the things that can follow an action. */
export interface Transition {
  /** In [0, 1]; one of 0 is left out. */
  probability: number
  /** The state that follows, 0 … states − 1. */
  next: number
  /** Paid with it. */
  reward: number
  /** The episode ends with it: nothing follows, the value after it is 0. */
  terminated: boolean
}

/** What makes a finite MDP. */
export interface MdpDescription {
  /** How many states, S. */
  states: number
  /** How many actions, A. */
  actions: number
  /** Probability of each state to be the first one, [S]. */
  start: ArrayLike<number>
  /** All that can follow an action; the probabilities sum to 1. */
  transitions: (state: number, action: number) => readonly Transition[]
}

/**
 * A finite Markov decision process as tables, without a discount. Tables are flat and row-major; read them, don't write
 * them.
 *
 * @throws Error, naming the state and action, on probabilities that don't sum to 1, unknown states and rewards that are
 *   not finite.
 */
export class TabularMdp {
  /** S */
  readonly states: number
  /** A */
  readonly actions: number
  /** P[s,a,s′], [S × A × S]: where an action leads, at the end of an episode too. Rows sum to 1. */
  readonly transitionProbabilities: Float64Array
  /** r[s,a], [S × A]: the mean over what can follow. */
  readonly expectedRewards: Float64Array
  /** [S] */
  readonly startDistribution: Float64Array
  readonly #following: readonly (readonly Transition[])[]

  constructor({ states, actions, start, transitions }: MdpDescription) {
    requireCount('states', states)
    requireCount('actions', actions)
    if (start.length !== states) {
      throw new Error(
        `TabularMdp: start must have one probability per state (${states}), got ${start.length}`,
      )
    }
    requireSumOne('start', Array.from(start))
    this.states = states
    this.actions = actions
    this.startDistribution = Float64Array.from(start)
    this.transitionProbabilities = new Float64Array(states * actions * states)
    this.expectedRewards = new Float64Array(states * actions)
    this.#following = Array.from({ length: states * actions }, (_, pair) =>
      this.#enter(transitions(Math.floor(pair / actions), pair % actions), pair),
    )
  }

  /** All that can follow an action, with probabilities, rewards and ends. */
  after(state: number, action: number): readonly Transition[] {
    return this.#following[state * this.actions + action]
  }

  /** Checks a list of transitions and adds it to the tables; returns those that can happen. */
  #enter(list: readonly Transition[], pair: number): Transition[] {
    const name = `transitions(${Math.floor(pair / this.actions)}, ${pair % this.actions})`
    const probabilities = list.map(({ probability }) => probability)
    requireSumOne(name, probabilities)
    for (const { probability, next, reward } of list) {
      if (!Number.isInteger(next) || next < 0 || next >= this.states) {
        throw new Error(`TabularMdp: ${name} leads to ${next}; use a state from 0 to ${this.states - 1}`)
      }
      if (!Number.isFinite(reward)) {
        throw new Error(`TabularMdp: ${name} has the reward ${reward}; use a finite number`)
      }
      this.transitionProbabilities[pair * this.states + next] += probability
      this.expectedRewards[pair] += probability * reward
    }
    return list.filter(({ probability }) => probability > 0)
  }
}

function requireCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new Error(`TabularMdp: ${name} must be an integer ≥ 1, got ${value}`)
  }
}

function requireSumOne(name: string, probabilities: readonly number[]): void {
  const sum = probabilities.reduce((total, probability) => total + probability, 0)
  if (!(Math.abs(sum - 1) < 1e-9) || probabilities.some((probability) => probability < 0)) {
    throw new Error(
      `TabularMdp: the probabilities of ${name} must be ≥ 0 and sum to 1, got [${probabilities}] with sum ${sum}`,
    )
  }
}
