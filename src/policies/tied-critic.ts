import type { Categorical } from '../distributions/index.ts'

/**
 * How a tied critic reads V(s)/τ off the outputs o(s,·) = q(s,·)/τ:
 *
 * - `soft`: F(o) = logsumexp o, the log-partition;
 * - `expected`: Σ π·o;
 * - `max`: max o;
 * - a number κ in [0, 1]: Σ π·o + κ·H(π), from `expected` (0) to `soft` (1), as F = Σ π·o + H(π).
 */
export type StateValue = 'soft' | 'expected' | 'max' | number

/** Reads values off a policy's outputs, in units of reward: τ·V(s)/τ. */
export interface TiedCritic {
  readonly tied: StateValue
  readonly temperature: number
}

/** V(s)/τ in logits, of one row that `distribution` has read. */
export function stateValue(kind: StateValue, distribution: Categorical, row: number): number {
  if (kind === 'max') return distribution.largestOutput(row)
  const partition = distribution.logPartition(row)
  if (kind === 'soft') return partition
  let expected = 0
  for (let a = 0; a < distribution.outputs; a++) {
    const probability = distribution.probability(row, a)
    if (probability > 0) expected += probability * Math.log(probability)
  }
  return partition + (typeof kind === 'number' ? (1 - kind) * expected : expected)
}
