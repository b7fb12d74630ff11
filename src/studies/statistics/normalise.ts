import type { Scores } from './scores.ts'

/** What counts as 0 and as 1 in an environment. `one` may be the lower number, for costs such as regret. */
export interface ScoreRange {
  /** The score that becomes 0. */
  readonly zero: number
  /** The score that becomes 1. */
  readonly one: number
}

/**
 * Scores on one scale over environments: (score − zero) / (one − zero), not cut off at either end.
 *
 * @param ranges one for each environment, in their order.
 * @throws RangeError for another number of ranges, or one without extent.
 */
export function normalise(scores: Scores, ranges: readonly ScoreRange[]): Scores {
  const { name, environments, steps } = scores
  if (ranges.length !== environments)
    throw new RangeError(
      `the scores of '${name}' are over ${environments} environments, but there are ${ranges.length} ranges; give one for each`,
    )
  ranges.forEach(({ zero, one }, e) => {
    if (!Number.isFinite(one - zero) || one === zero)
      throw new RangeError(
        `the range of environment ${e + 1} goes from ${zero} to ${one}; give two different numbers`,
      )
  })
  const values = scores.values.map((score, i) => {
    const { zero, one } = ranges[Math.floor(i / steps) % environments]
    return (score - zero) / (one - zero)
  })
  return { ...scores, values }
}
