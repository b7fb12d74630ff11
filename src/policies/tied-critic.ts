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

/** V(s)/τ in logits, of one row that `distribution` has read. */
export function stateValue(kind: StateValue, distribution: Categorical, row: number): number {
  const partition = distribution.logPartition(row)
  if (kind === 'soft') return partition
  let expected = 0
  let best = 0
  for (let a = 0; a < distribution.outputs; a++) {
    const probability = distribution.probability(row, a)
    best = Math.max(best, probability)
    if (probability > 0) expected += probability * Math.log(probability)
  }
  if (kind === 'max') return partition + Math.log(best)
  return partition + (typeof kind === 'number' ? (1 - kind) * expected : expected)
}
