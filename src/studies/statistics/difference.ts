import { stream } from '../../random/index.ts'
import { type Aggregate, prepare } from './aggregates.ts'
import {
  asDrawn,
  type BootstrapOptions,
  type Estimate,
  overResamples,
  percentileInterval,
  stratifiedResamples,
} from './bootstrap.ts'
import { requireSameEnvironments, type Scores, scoresAt } from './scores.ts'

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
  const [ofX, ofY] = [x, y].map((scores, side) => {
    const statistic = prepare[which](scoresAt(scores, scores.steps - 1), scores.environments)
    const draw = () =>
      stratifiedResamples(scores.runs, scores.environments, {
        ...(resamples !== undefined && { resamples }),
        random: random ?? stream(0, 'bootstrap', side),
      })
    const value = statistic(asDrawn(scores.runs * scores.environments), 0)
    return { value, resampled: () => overResamples(statistic, draw()) }
  })
  const value = ofX.value - ofY.value
  if (x.runs < 2 || y.runs < 2) return { value, interval: null }
  const other = ofY.resampled()
  const differences = ofX.resampled().map((statistic, i) => statistic - other[i])
  return { value, interval: percentileInterval(differences, level) }
}
