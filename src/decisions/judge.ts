import type { Policy } from '../policies/index.ts'
import type { Decisions } from './decisions.ts'
import { eachRow, RewardModel } from './reward-model.ts'
import { type EstimatedValues, type LogEstimate, Tally } from './tally.ts'

/** How a policy is judged. */
export interface JudgeOptions {
  /** Largest weight in clipped IPS and switch-DR; √rows if not given (Ionides 2008). */
  readonly cap?: number
  /** Judge the policy that always takes its most likely action. */
  readonly deterministic?: boolean
  /** Resamples of the bootstrap, 1,000 if not given. */
  readonly resamples?: number
  /** Seed of the bootstrap, 0 if not given. */
  readonly seed?: number
}

/** What a log says of a policy. */
export interface Judgement {
  /** Rows of the log. */
  readonly rows: number
  /** What the log itself earned. */
  readonly logged: LogEstimate
  /** By each estimator; those that need a reward model are left out where it would be too large. */
  readonly values: EstimatedValues
  /** (Σ w)² / Σ w²: how many rows of the policy's own would say as much. */
  readonly effectiveRows: number
  /** Of w; about 1 where the probabilities are right. */
  readonly meanWeight: number
  /** Of all rows. */
  readonly largestWeight: number
  /** Of weights, in clipped IPS and switch-DR. */
  readonly cap: number
  /** Reasons to doubt all of it, in sentences. */
  readonly warnings: readonly string[]
}

/**
 * Estimates what a policy would have earned a decision, from decisions that another took. The log must be read by the policy's
 * columns: `readLog(file, { features: policy.spec.features })`; and it should hold rows that the policy did not learn from.
 *
 * @throws Error of one line for another log.
 */
export function judge(policy: Policy, log: Decisions, options: JudgeOptions = {}): Judgement {
  requireColumns(policy, log)
  const { cap = Math.sqrt(log.rows), deterministic = false, resamples = 1000, seed = 0 } = options
  if (!(cap > 0)) throw new Error(`cap is ${cap}; it must be a number > 0`)
  const actions = log.features.actions.length
  const model = RewardModel.fits(log) ? RewardModel.fit(log) : undefined
  const tally = new Tally({ cap, isModelled: model !== undefined, resamples, seed })
  const predictions = new Float64Array(actions)
  let probabilities: Float64Array = new Float64Array()
  eachRow(log, (block, row, index) => {
    const { observations, rewards, actions: chosen } = block
    if (row === 0) {
      probabilities = policy.probabilities(observations.subarray(0, block.rows * log.observationSize))
      if (deterministic) makeGreedy(probabilities, actions)
    }
    model?.predict(observations, row * log.observationSize, index, predictions)
    let expected = 0
    for (let a = 0; a < actions; a++) expected += probabilities[row * actions + a] * predictions[a]
    const weight = probabilities[row * actions + chosen[row]] / block.probabilities[row]
    tally.add({ reward: rewards[row], weight, predicted: predictions[chosen[row]], expected })
  })
  const { rows, effectiveRows, meanWeight, largestWeight } = tally
  const found = { rows, effectiveRows, meanWeight, largestWeight, cap }
  return { ...found, ...tally.estimates(), warnings: warningsOf(found, model !== undefined) }
}

function requireColumns(policy: Policy, log: Decisions): void {
  const { features } = policy.spec
  if (!features) throw new Error('the policy was trained in an environment, and reads no columns of a log')
  if (JSON.stringify(features) !== JSON.stringify(log.features))
    throw new Error(
      `${log.name} was not read by the columns of the policy: readLog(file, { features: policy.spec.features })`,
    )
}

/** All probability to the likeliest action of each row [rows × actions], the first of several. */
function makeGreedy(probabilities: Float64Array, actions: number): void {
  for (let from = 0; from < probabilities.length; from += actions) {
    const row = probabilities.subarray(from, from + actions)
    const best = row.indexOf(row.reduce((most, one) => Math.max(most, one)))
    row.fill(0)
    row[best] = 1
  }
}

/** With fewer effective rows, or a smaller share of them, intervals are not to be trusted. */
const FEW_ROWS = 100
const SMALL_SHARE = 0.01
/** Importance weights have a mean of 1 where the log's probabilities are right. */
const MEAN_WEIGHT_TOLERANCE = 0.1

function warningsOf(
  { rows, effectiveRows, meanWeight }: Pick<Judgement, 'rows' | 'effectiveRows' | 'meanWeight'>,
  isModelled: boolean,
): string[] {
  const warnings: string[] = []
  const share = effectiveRows / rows
  if (effectiveRows < FEW_ROWS || share < SMALL_SHARE)
    warnings.push(
      `the effective sample is small, ${effectiveRows.toFixed(1)} of ${rows.toLocaleString('en')} rows: the log hardly ever did what the policy would, so these numbers and their intervals say little; take more rows, or a policy nearer to the log's`,
    )
  else if (Math.abs(meanWeight - 1) > MEAN_WEIGHT_TOLERANCE)
    warnings.push(
      `weights have a mean of ${meanWeight.toFixed(2)} and not of 1: the log's probabilities are not those that it was made with, or the policy takes actions that it never did`,
    )
  if (!isModelled)
    warnings.push(
      'there are too many encoded columns and actions for a reward model, so direct method, doubly robust and switch-DR are left out; hash into fewer buckets',
    )
  return warnings
}
