import { Pcg64 } from './pcg64.ts'
import { SeedSequence } from './seed-sequence.ts'

/** The number of each consumer of randomness. A number never changes and is never reused, or old runs would no longer repeat. */
const STREAMS = {
  /** First weights of a network. */
  initialisation: 0,
  /** Actions drawn from the policy in training. */
  actions: 1,
  /** The order of samples within an epoch. */
  minibatches: 2,
  /** Seeds of the environments in training. */
  environments: 3,
  /** Episodes that only measure: their environments and their actions. */
  evaluation: 4,
  /** Fixed data sets that an update learns from off-policy. */
  logs: 5,
  /** Resampling for confidence intervals. */
  bootstrap: 6,
  /** Candidates of a hyper-parameter search. */
  search: 7,
  /** Which of the kept rollouts an update learns from. */
  replay: 8,
} as const

export type StreamName = keyof typeof STREAMS

/**
 * The generator of one consumer of randomness in the run with this seed: independent of all others, so that a change in how
 * often one consumer draws leaves the others as they were.
 *
 * `index` tells apart many consumers of one name. Equal to `np.random.PCG64(np.random.SeedSequence(seed,
 * spawn_key=(number of the name, index)))`.
 */
export function stream(seed: number, name: StreamName, index = 0): Pcg64 {
  return Pcg64.fromSeed(seed, [STREAMS[name], index])
}

/** The seed, a 32-bit word, for the `reset` of environment number `index` of the run with this seed. */
export function environmentSeed(seed: number, index: number): number {
  return new SeedSequence(seed, [STREAMS.environments, index]).generateState(1)[0]
}
