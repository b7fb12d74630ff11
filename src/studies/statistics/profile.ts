import { ascendingCells } from './aggregates.ts'
import {
  asDrawn,
  type BootstrapOptions,
  type Estimate,
  percentileInterval,
  type Resamples,
  stratifiedResamples,
} from './bootstrap.ts'
import { type Scores, scoresAt } from './scores.ts'

export interface ProfilePoint extends Estimate {
  /** The score that `value` is the share of runs above. */
  readonly threshold: number
}

/**
 * Performance profile: the share of runs, over all environments, whose score at the last step is above each threshold,
 * with pointwise stratified-bootstrap intervals (the "score distribution" of Agarwal et al. 2021; Dolan and Moré 2002).
 *
 * @param thresholds in ascending order.
 */
export function performanceProfile(
  scores: Scores,
  thresholds: readonly number[],
  options: BootstrapOptions = {},
): ProfilePoint[] {
  const { runs, environments, steps } = scores
  const share = sharesAbove(scoresAt(scores, steps - 1), thresholds)
  const values = share({ count: 1, draws: asDrawn(runs * environments), cells: runs * environments })
  const drawn =
    runs < 2
      ? null
      : stratifiedResamples(runs, environments, { ...options, resamples: options.resamples ?? 2000 })
  const resampled = drawn && share(drawn)
  return thresholds.map((threshold, t) => ({
    threshold,
    value: values[t],
    interval:
      resampled &&
      percentileInterval(resampled.subarray(t * drawn.count, (t + 1) * drawn.count), options.level),
  }))
}

/** Shares of draws above each threshold: thresholds × resamples. */
function sharesAbove(table: Float64Array, thresholds: readonly number[]) {
  const order = ascendingCells(table)
  return ({ count, draws, cells }: Resamples): Float64Array => {
    const shares = new Float64Array(thresholds.length * count)
    for (let row = 0; row < count; row++) {
      let rank = cells - 1
      let above = 0
      for (let t = thresholds.length - 1; t >= 0; t--) {
        while (rank >= 0 && table[order[rank]] > thresholds[t]) above += draws[row * cells + order[rank--]]
        shares[t * count + row] = above / cells
      }
    }
    return shares
  }
}
