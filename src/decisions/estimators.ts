/** What a policy would have earned, from the log of another: the estimators of off-policy evaluation. */

/** What is known of one row under the policy that is judged. */
export interface Evidence {
  readonly reward: number
  /** w = π(a|x)/μ(a|x). */
  readonly weight: number
  /** q̂(x, a) of what was chosen, where there is a reward model. */
  readonly predicted: number
  /** Σ π(a|x)·q̂(x, a), where there is a reward model. */
  readonly expected: number
}

export interface Estimator {
  readonly title: string
  readonly formula: string
  readonly source: string
  /** Whether it needs a reward model. */
  readonly isModelled: boolean
  /** What a row adds to the upper sum; the estimate is upper sum / lower sum. */
  upper(row: Evidence, cap: number): number
  /** What a row adds to the lower sum: 1 where the estimate is a mean. */
  lower(row: Evidence, cap: number): number
}

const one = () => 1

/** The name of an estimator. */
export type EstimatorName = 'ips' | 'clipped-ips' | 'snips' | 'dm' | 'dr' | 'switch-dr'

/** By their usual short names, in the order in which they are shown. */
export const estimators: Readonly<Record<EstimatorName, Estimator>> = {
  ips: {
    title: 'IPS',
    formula: 'mean of w·r',
    source: 'Horvitz and Thompson 1952',
    isModelled: false,
    upper: ({ weight, reward }) => weight * reward,
    lower: one,
  },
  'clipped-ips': {
    title: 'clipped IPS',
    formula: 'mean of min(w, cap)·r',
    source: 'Ionides 2008',
    isModelled: false,
    upper: ({ weight, reward }, cap) => Math.min(weight, cap) * reward,
    lower: one,
  },
  snips: {
    title: 'SNIPS',
    formula: 'Σ w·r / Σ w',
    source: 'Swaminathan and Joachims 2015',
    isModelled: false,
    upper: ({ weight, reward }) => weight * reward,
    lower: ({ weight }) => weight,
  },
  dm: {
    title: 'direct method',
    formula: 'mean of Σ π·q̂',
    source: 'Beygelzimer and Langford 2009',
    isModelled: true,
    upper: ({ expected }) => expected,
    lower: one,
  },
  dr: {
    title: 'doubly robust',
    formula: 'mean of Σ π·q̂ + w·(r − q̂)',
    source: 'Dudík et al. 2014',
    isModelled: true,
    upper: ({ expected, weight, reward, predicted }) => expected + weight * (reward - predicted),
    lower: one,
  },
  'switch-dr': {
    title: 'switch-DR',
    formula: 'the same, without its second part where w > cap',
    source: 'Wang et al. 2017',
    isModelled: true,
    upper: ({ expected, weight, reward, predicted }, cap) =>
      expected + (weight <= cap ? weight * (reward - predicted) : 0),
    lower: one,
  },
}

export const estimatorNames = Object.keys(estimators) as EstimatorName[]
