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
  const [values] = share({ count: 1, draws: asDrawn(runs * environments), cells: runs * environments })
  const resampled =
    runs < 2
      ? null
      : share(stratifiedResamples(runs, environments, { ...options, resamples: options.resamples ?? 2000 }))
  return thresholds.map((threshold, t) => ({
    threshold,
    value: values[t],
    interval: resampled && percentileInterval(column(resampled, t), options.level),
  }))
}

/** Of each resample, the shares of draws above each threshold. */
function sharesAbove(table: Float64Array, thresholds: readonly number[]) {
  const order = ascendingCells(table)
  return ({ count, draws, cells }: Resamples): Float64Array[] =>
    Array.from({ length: count }, (_, row) => {
      const shares = new Float64Array(thresholds.length)
      let rank = cells - 1
      let above = 0
      for (let t = thresholds.length - 1; t >= 0; t--) {
        while (rank >= 0 && table[order[rank]] > thresholds[t]) above += draws[row * cells + order[rank--]]
        shares[t] = above / cells
      }
      return shares
    })
}

const column = (rows: readonly Float64Array[], at: number) =>
  Float64Array.from(rows as readonly ArrayLike<number>[], (row) => row[at])
