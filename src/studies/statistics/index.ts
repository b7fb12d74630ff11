/** Honest averages over runs: aggregates, profiles and comparisons with bootstrap intervals (Agarwal et al. 2021). */
export {
  type Aggregate,
  type AggregateOptions,
  aggregate,
  aggregateCurve,
  aggregates,
  type EstimateOptions,
  estimate,
} from './aggregates.ts'
export { interquartileMean, mean, median, quantile } from './averages.ts'
export { type BootstrapOptions, ENOUGH_SEEDS, type Estimate, type Interval } from './bootstrap.ts'
export { aggregateDifference } from './difference.ts'
export { type ImprovementOptions, improvementPairs, probabilityOfImprovement } from './improvement.ts'
export { normalise, type ScoreRange } from './normalise.ts'
export { runsToSeparate } from './power.ts'
export { type ProfilePoint, performanceProfile } from './profile.ts'
export { type Scores, type ScoreTable, scoresOf } from './scores.ts'
export { aggregateDifferences, type JointEstimate, pairedDifferences } from './together.ts'
