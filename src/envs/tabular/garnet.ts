import { Pcg64 } from '../../random/index.ts'
import { rejectUnknownOptions, requireInteger, requireNoise } from '../options.ts'
import { TabularEnvironment } from './environment.ts'
import { TabularMdp, type Transition } from './mdp.ts'

const ID = 'Garnet-v0'
const MAX_STEPS = 100

/** What may be chosen about `Garnet-v0`. */
export interface GarnetOptions {
  /** Number of states, 1 … 1000. */
  states: number
  /** Number of actions, 1 … 100. */
  actions: number
  /** How many states can follow an action, 1 … states. */
  branching: number
  /** Standard deviation of the Gaussian noise on a reward, ≥ 0. */
  noise: number
  /** Which of the random MDPs, an integer ≥ 0; apart from the seed of an episode. */
  mdpSeed: number
}

const DEFAULTS: GarnetOptions = { states: 20, actions: 4, branching: 3, noise: 0, mdpSeed: 0 }

/**
 * A random MDP without structure (Archibald, McKinnon & Thomas, "On the Generation of Markov Decision Processes", 1995; rewards as in
 * Bhatnagar et al., "Natural Actor-Critic Algorithms", 2009).
 *
 * Each action in each state leads to `branching` different states drawn at random, with the lengths into which as many uniform points
 * less one cut [0, 1] as probabilities; its expected reward is standard normal. Starts in any state, never terminates, is truncated
 * at 100 steps.
 */
export class Garnet extends TabularEnvironment {
  constructor(options: Partial<GarnetOptions> = {}) {
    rejectUnknownOptions(ID, options, Object.keys(DEFAULTS))
    const given = { ...DEFAULTS, ...options }
    requireInteger(ID, 'states', given.states, 1, 1000)
    requireInteger(ID, 'actions', given.actions, 1, 100)
    requireInteger(ID, 'branching', given.branching, 1, given.states)
    requireInteger(ID, 'mdpSeed', given.mdpSeed, 0, Number.MAX_SAFE_INTEGER)
    requireNoise(ID, given.noise)
    super(ID, garnetMdp(given), { maxSteps: MAX_STEPS, noise: given.noise })
  }
}

function garnetMdp({ states, actions, branching, mdpSeed }: GarnetOptions): TabularMdp {
  const random = Pcg64.fromSeed(mdpSeed)
  const order = Int32Array.from({ length: states }, (_, state) => state)
  return new TabularMdp({
    states,
    actions,
    start: new Float64Array(states).fill(1 / states),
    transitions(): Transition[] {
      random.shuffle(order)
      const next = order.slice(0, branching)
      const cuts = Float64Array.from({ length: branching - 1 }, () => random.random()).sort()
      const reward = random.normal()
      return Array.from(next, (state, i) => {
        const probability = (cuts[i] ?? 1) - (i === 0 ? 0 : cuts[i - 1])
        return { probability, next: state, reward, terminated: false }
      })
    },
  })
}
