import type { Rollout } from './rollout.ts'

/**
 * Generalised advantage estimation (Schulman et al. 2016, equations 11 to 16) over T steps of E environments,
 * and with it the λ-returns r̂ = Â + V.
 *
 *     δ_t = r_t + γ·V(s'_t) − V(s_t)
 *     Â_t = δ_t + γλ·Â_{t+1}, the chain being cut where an episode ended
 *
 * All arrays are [T × E], time first; rewards and values in reward units.
 *
 * @param nextValues V(s'_t) of the observation that step t led to: 0 where it terminated, the value of the final
 *   observation where it was truncated, never that of a reset.
 * @param dones 1 where the episode ended at this step, terminated or truncated.
 */
export function generalisedAdvantages(
  rewards: Float32Array,
  values: Float32Array,
  nextValues: Float32Array,
  dones: Uint8Array,
  numEnvs: number,
  gamma: number,
  lambda: number,
  advantages: Float32Array,
): void {
  for (let e = 0; e < numEnvs; e++) {
    let advantage = 0
    for (let i = rewards.length - numEnvs + e; i >= 0; i -= numEnvs) {
      const delta = rewards[i] + gamma * nextValues[i] - values[i]
      advantage = delta + (dones[i] ? 0 : gamma * lambda * advantage)
      advantages[i] = advantage
    }
  }
}

/**
 * The same of steps that another policy has taken, whose traces c_t shorten by what the ratios of the policies say:
 *
 *     r̂_t = r_t + γ·V(s'_t) + γλ·c_{t+1}·(r̂_{t+1} − b_{t+1}),  Â_t = r̂_t − V(s_t)
 *
 * With b = Q(s,a) and c = min(1, π/μ) this is Retrace(λ) (Munos et al. 2016, equations 3 and 4), r̂ being what Q(s_t,a_t) is to
 * learn. With b = V(s), V(s) + c·Â is V-trace (Espeholt et al. 2018, equation 1 and remark 2), which V(s_t) is to learn, and Â its
 * advantage. With c = 1 and b = V(s) it is {@link generalisedAdvantages}.
 *
 * @param traces c_t [T × E], ≥ 0.
 * @param baselines b_t [T × E], reward units.
 */
export function correctedAdvantages(
  { normalisedRewards, values, nextValues, dones, numEnvs, advantages }: CorrectedRollout,
  traces: Float32Array,
  baselines: Float32Array,
  gamma: number,
  lambda: number,
): void {
  for (let e = 0; e < numEnvs; e++) {
    let following = 0
    for (let i = normalisedRewards.length - numEnvs + e; i >= 0; i -= numEnvs) {
      const next = normalisedRewards[i] + gamma * nextValues[i]
      const lambdaReturn = next + (dones[i] ? 0 : gamma * lambda * following)
      advantages[i] = lambdaReturn - values[i]
      following = traces[i] * (lambdaReturn - baselines[i])
    }
  }
}

type CorrectedRollout = Pick<
  Rollout,
  'normalisedRewards' | 'values' | 'nextValues' | 'dones' | 'numEnvs' | 'advantages'
>

/** Relative to its two terms, what rounding to float32 may leave in r̂ = Â + V. */
const ROUNDING = 2 ** -22

/**
 * 1 − Var(r̂ − V)/Var(r̂), in (−∞, 1]; null when the returns vary by no more than rounding to float32.
 *
 * @param chosen the rows to take, where these are not all.
 */
export function explainedVariance({
  advantages,
  values,
  chosen,
}: Pick<Rollout, 'advantages' | 'values' | 'chosen'>): number | null {
  if (chosen)
    return explainedVariance({
      advantages: Float32Array.from(chosen, (row) => advantages[row]),
      values: Float32Array.from(chosen, (row) => values[row]),
      chosen: undefined,
    })
  const n = values.length
  let meanReturn = 0
  let meanError = 0
  let largest = 0
  for (let i = 0; i < n; i++) {
    meanReturn += advantages[i] + values[i]
    meanError += advantages[i]
    largest = Math.max(largest, Math.abs(advantages[i]) + Math.abs(values[i]))
  }
  meanReturn /= n
  meanError /= n
  let varianceReturn = 0
  let varianceError = 0
  for (let i = 0; i < n; i++) {
    varianceReturn += (advantages[i] + values[i] - meanReturn) ** 2
    varianceError += (advantages[i] - meanError) ** 2
  }
  if (Math.sqrt(varianceReturn / n) <= ROUNDING * largest) return null
  return 1 - varianceError / varianceReturn
}
