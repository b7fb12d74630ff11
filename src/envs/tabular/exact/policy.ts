import type { TabularMdp } from '../mdp.ts'

/** π(a|s) as probabilities, [S × A] in row-major order. */
export type TabularPolicy = ArrayLike<number>

/** π(a|s) = softmax(o[s,·]) of logits o [S × A]. */
export function softmax(logits: ArrayLike<number>, actions: number): Float64Array {
  return logSoftmax(logits, actions).map(Math.exp)
}

/** log π(a|s) of logits [S × A]. */
export function logSoftmax(logits: ArrayLike<number>, actions: number): Float64Array {
  const logs = Float64Array.from(logits)
  for (let start = 0; start < logs.length; start += actions) {
    const row = logs.subarray(start, start + actions)
    const partition = logSumExp(row)
    for (let a = 0; a < actions; a++) row[a] -= partition
  }
  return logs
}

/** F = log Σ e^o of one row of logits. */
function logSumExp(row: Float64Array): number {
  const largest = row.reduce((one, other) => Math.max(one, other))
  return largest + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - largest), 0))
}

/** @throws Error unless there is a finite logit for every state and action. */
export function requireLogits(
  { states, actions }: TabularMdp,
  name: string,
  logits: ArrayLike<number>,
): void {
  if (logits.length !== states * actions || !Array.prototype.every.call(logits, Number.isFinite)) {
    throw new Error(
      `${name} must be ${states * actions} finite logits (${states} states × ${actions} actions), got ${logits.length} numbers`,
    )
  }
}

/**
 * @throws Error unless `policy` holds a distribution over the actions for every state; float32 rounding is forgiven.
 */
export function requirePolicy({ states, actions }: TabularMdp, policy: TabularPolicy): void {
  if (policy.length !== states * actions) {
    throw new Error(
      `policy must have ${states * actions} probabilities (${states} states × ${actions} actions), got ${policy.length}`,
    )
  }
  for (let state = 0; state < states; state++) {
    let sum = 0
    let least = 0
    for (let a = 0; a < actions; a++) {
      sum += policy[state * actions + a]
      least = Math.min(least, policy[state * actions + a])
    }
    if (!(Math.abs(sum - 1) < 1e-3 && least >= 0)) {
      throw new Error(
        `policy must give a distribution in every state, got probabilities with sum ${sum} and least ${least} in state ${state}`,
      )
    }
  }
}
