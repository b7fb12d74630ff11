/** Several updates held against one baseline: intervals that hold all at once. */

import { stream } from '../../random/index.ts'
import { type Aggregate, resampledAggregate } from './aggregates.ts'
import { type BootstrapOptions, type Estimate, stratifiedResamples } from './bootstrap.ts'
import { Z_POWER } from './power.ts'
import { requireSameEnvironments, type Scores, scoresOf } from './scores.ts'
import { select } from './selection.ts'

/** One of several differences. */
export interface JointEstimate extends Estimate {
  /** The true difference whose interval would leave out 0 four times in five, with as many runs; null without an interval. */
  readonly detectable: number | null
}

/** A difference, what it came to in each resample, and how many runs it is of. */
interface ResampledDifference {
  readonly value: number
  readonly resampled: Float64Array
  readonly runs: number
}

/**
 * Aggregates of several updates less that of one baseline, at the last step, with intervals of which none misses with
 * probability `level`; null for all if one has a single run.
 *
 * Runs of each update are resampled by themselves, those of the baseline once for all: what the differences share is heeded.
 *
 * @throws RangeError if they have different numbers of environments.
 */
export function aggregateDifferences(
  others: readonly Scores[],
  baseline: Scores,
  which: Aggregate,
  { level, resamples }: Pick<BootstrapOptions, 'level' | 'resamples'> = {},
): JointEstimate[] {
  for (const other of others) requireSameEnvironments(other, baseline)
  const [base, ...members] = [baseline, ...others].map((scores, i) => {
    const { runs, environments } = scores
    const random = stream(0, 'bootstrap', i)
    const drawn = stratifiedResamples(runs, environments, { ...(resamples && { resamples }), random })
    return { ...resampledAggregate(scores, which, drawn), runs }
  })
  return holdTogether(
    members.map(({ value, resampled, runs }) => ({
      value: value - base.value,
      resampled: resampled.map((one, i) => one - base.resampled[i]),
      runs: Math.min(runs, base.runs),
    })),
    level,
  )
}

/**
 * The same of one environment, from the differences between runs of the same seed: a list for each update, place i of one seed
 * in all of them. Seeds are resampled once for all.
 */
export function pairedDifferences(
  differences: readonly (readonly number[])[],
  which: Aggregate,
  { level, resamples }: Pick<BootstrapOptions, 'level' | 'resamples'> = {},
): JointEstimate[] {
  const runs = differences[0]?.length ?? 0
  const drawn = stratifiedResamples(runs, 1, { ...(resamples && { resamples }) })
  return holdTogether(
    differences.map((list) => {
      const scores = scoresOf(
        'differences',
        list.map((one) => [one]),
      )
      return { ...resampledAggregate(scores, which, drawn), runs }
    }),
    level,
  )
}

/**
 * Intervals d ± c·s that hold all at once: s is the deviation of a difference over its resamples, as one of n − 1 degrees of
 * freedom, and c the quantile, over resamples, of the largest |d* − d| in deviations among all differences (the single-step
 * max-t of Westfall and Young 1993). One difference by itself has c near 1.96; independent ones come near Bonferroni's.
 *
 * @param differences resampled together: place i of each is of one resample.
 */
function holdTogether(differences: readonly ResampledDifference[], level = 0.95): JointEstimate[] {
  if (differences.some(({ runs }) => runs < 2))
    return differences.map(({ value }) => ({ value, interval: null, detectable: null }))
  const spreads = differences.map(deviation)
  const count = differences[0]?.resampled.length ?? 0
  const largest = new Float64Array(count)
  for (let i = 0; i < count; i++)
    differences.forEach(({ value, resampled }, j) => {
      if (spreads[j] > 0) largest[i] = Math.max(largest[i], Math.abs(resampled[i] - value) / spreads[j])
    })
  const c = select(largest, Math.min(count - 1, Math.ceil(level * count)), 0)
  return differences.map(({ value, runs }, j) => {
    const s = spreads[j] * Math.sqrt(runs / (runs - 1))
    return {
      value,
      interval: { low: value - c * s, high: value + c * s },
      detectable: (c + Z_POWER) * s,
    }
  })
}

function deviation({ value, resampled }: ResampledDifference): number {
  let squares = 0
  for (const one of resampled) squares += (one - value) ** 2
  return Math.sqrt(squares / resampled.length)
}
