import { type Aggregate, resampledAggregate } from './aggregates.ts'
import { type BootstrapOptions, stratifiedResamples } from './bootstrap.ts'
import { requireSameEnvironments, type Scores } from './scores.ts'

/** Normal quantiles: of the ends of a 95 % interval, and of a power of 80 %. */
const Z_LEVEL = 1.959964
export const Z_POWER = 0.841621

/**
 * How many runs of each environment two updates would need, in all, for their 95 % intervals to lie apart four times in
 * five, if their true difference d is the one seen now. Infinity where there is no difference; null where either has a
 * single run, which says nothing about the spread.
 *
 * Method: normal approximation. The deviation s of the aggregate at one run an environment comes from its stratified
 * bootstrap (variance × n²/(n − 1), which for a mean is the sample variance) and falls as s/√n. Intervals lie apart if
 * d > 1.96·(s_x + s_y)/√n, and d itself scatters by √(s_x² + s_y²)/√n, so that
 * n = ((1.96·(s_x + s_y) + 0.84·√(s_x² + s_y²)) / d)². This asks for more than a test of the difference at 5 % does.
 *
 * The difference seen now is itself uncertain: take the number as a hint.
 */
export function runsToSeparate(
  x: Scores,
  y: Scores,
  which: Aggregate,
  options: BootstrapOptions = {},
): number | null {
  requireSameEnvironments(x, y)
  if (x.runs < 2 || y.runs < 2) return null
  const ofX = spread(x, which, options)
  const ofY = spread(y, which, options)
  const difference = Math.abs(ofX.value - ofY.value)
  if (difference === 0) return Number.POSITIVE_INFINITY
  const apart = Z_LEVEL * (ofX.deviation + ofY.deviation) + Z_POWER * Math.hypot(ofX.deviation, ofY.deviation)
  return Math.max(2, Math.ceil((apart / difference) ** 2))
}

/** The aggregate, and its deviation if each environment had a single run. */
function spread(scores: Scores, which: Aggregate, options: BootstrapOptions) {
  const { runs, environments } = scores
  const { value, resampled } = resampledAggregate(
    scores,
    which,
    stratifiedResamples(runs, environments, options),
  )
  let mean = 0
  for (const value of resampled) mean += value / resampled.length
  let variance = 0
  for (const value of resampled) variance += (value - mean) ** 2 / (resampled.length - 1)
  return { value, deviation: Math.sqrt((variance * runs ** 2) / (runs - 1)) }
}
