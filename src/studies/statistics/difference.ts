import { stream } from '../../random/index.ts'
import { type Aggregate, resampledAggregate } from './aggregates.ts'
import { type BootstrapOptions, type Estimate, percentileInterval, stratifiedResamples } from './bootstrap.ts'
import { requireSameEnvironments, type Scores } from './scores.ts'

/**
 * An aggregate of x's scores minus that of y's, at the last step. Two updates whose intervals overlap may still differ:
 * this is the interval to look at. It resamples the runs of x and of y independently; null if either has one run only.
 *
 * @throws RangeError if they have different numbers of environments.
 */
export function aggregateDifference(
  x: Scores,
  y: Scores,
  which: Aggregate,
  { level, resamples, random }: BootstrapOptions = {},
): Estimate {
  requireSameEnvironments(x, y)
  const resampled = (scores: Scores, side: number) =>
    resampledAggregate(
      scores,
      which,
      stratifiedResamples(scores.runs, scores.environments, {
        ...(resamples !== undefined && { resamples }),
        random: random ?? stream(0, 'bootstrap', side),
      }),
    )
  // In this order, where both draw from one stream.
  const ofY = resampled(y, 1)
  const ofX = resampled(x, 0)
  const value = ofX.value - ofY.value
  if (x.runs < 2 || y.runs < 2) return { value, interval: null }
  const differences = ofX.resampled.map((one, i) => one - ofY.resampled[i])
  return { value, interval: percentileInterval(differences, level) }
}
