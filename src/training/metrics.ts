/**
 * What is known after an update, a row of `metrics.jsonl`: one table gives types, TensorBoard's tags, help, titles, units,
 * captions and what healthy looks like.
 */

/**
 * How the returns of a run have gone, which decides what other metrics mean: `solved`, at what the environment asks for, or next to no regret;
 * `constant`, never any different, as where the goal was never reached; `fallen`, most of what was gained is lost again: a
 * collapse; `open`, none of these.
 */
export type Progress = 'solved' | 'constant' | 'fallen' | 'open'

/** Where a metric lies when learning goes well, and why there. Outside of it something deserves a look. */
export interface Healthy {
  readonly low: number
  readonly high: number
  /** Above this, or below for a metric that should be large, learning is in danger, and not merely unusual. */
  readonly harmful?: number
  /** At or below this the update hardly does anything. */
  readonly idle?: number
  /** In shares of the most that the metric can be, where it has such a bound; else in its own unit. */
  readonly share?: true
  /** It says so only of data of the policy that learns; see `isOnPolicy`. */
  readonly onPolicy?: true
  /** With returns that have gone so, it may lie anywhere. */
  readonly excused?: readonly Progress[]
  readonly reason: string
}

export interface MetricFacts {
  /** TensorBoard's group. Counts of progress are its axis and have no curve. */
  readonly group: 'progress' | 'rollout' | 'train' | 'time'
  readonly title: string
  readonly unit: string
  /** What a row's number is made of. */
  readonly aggregation: 'count' | 'last 100 episodes' | 'minibatches' | 'rollout' | 'policy' | 'run'
  readonly meaning: string
  /** `null`: some rows have no value; `absent`: some runs have none. */
  readonly missing?: 'null' | 'absent'
  readonly healthy?: Healthy
  /** What its curve says, and what healthy looks like: of those metrics that are shown as diagnostics. */
  readonly reading?: string
  /** The least and the greatest value worth drawing. */
  readonly bounds?: readonly [low: number, high: number]
  /** No value lies beyond these, so that no axis has to. */
  readonly limits?: readonly [low: number, high: number]
  /** Its name in rows of earlier versions. */
  readonly formerly?: string
}

export const metrics = {
  update: {
    group: 'progress',
    title: 'Updates',
    unit: 'updates',
    aggregation: 'count',
    meaning: 'updates done, from 1',
  },
  step: {
    group: 'progress',
    title: 'Environment steps',
    unit: 'steps',
    aggregation: 'count',
    meaning:
      "environment steps done; a log's count again with every update, an exact update as a sampled one",
  },
  episodes: {
    group: 'progress',
    title: 'Episodes',
    unit: 'episodes',
    aggregation: 'count',
    meaning: 'episodes finished since the start',
  },
  meanReturn: {
    group: 'rollout',
    title: 'Return',
    unit: 'reward',
    aggregation: 'last 100 episodes',
    meaning: 'undiscounted return of an episode; in a log, of the uniform policy; null before the first ends',
    missing: 'null',
  },
  meanLength: {
    group: 'rollout',
    title: 'Episode length',
    unit: 'steps',
    limits: [0, Number.POSITIVE_INFINITY],
    aggregation: 'last 100 episodes',
    meaning: 'steps of an episode; null before the first ends',
    missing: 'null',
  },
  regret: {
    group: 'rollout',
    title: 'Regret',
    unit: 'reward',
    limits: [0, Number.POSITIVE_INFINITY],
    aggregation: 'policy',
    meaning:
      'what an episode of the policy loses in expected discounted return, exact; in environments that know it',
    missing: 'absent',
  },
  evaluationReturn: {
    group: 'rollout',
    title: 'Return in evaluation',
    unit: 'reward',
    aggregation: 'policy',
    meaning:
      'undiscounted return of the policy as it was after this update, mean over evaluateEpisodes episodes that nothing was learnt from; in the rows of updates that were followed by one',
    missing: 'absent',
  },
  policyValue: {
    group: 'rollout',
    title: 'Value by the log',
    unit: 'reward',
    aggregation: 'rollout',
    meaning:
      'what a decision of the policy is worth, by self-normalised importance sampling on the rows of this update before it learns from them; of logged decisions',
    missing: 'absent',
  },
  policyLoss: {
    group: 'train',
    title: 'Policy loss',
    unit: 'logits',
    aggregation: 'minibatches',
    meaning: '−mean(ρ·Δr): the importance-weighted surrogate, before trust region and transforms',
  },
  valueLoss: {
    group: 'train',
    title: 'Value loss',
    unit: 'reward²',
    limits: [0, Number.POSITIVE_INFINITY],
    aggregation: 'minibatches',
    meaning:
      '½·mean squared error of the value after clipping; of a tied critic that of τF, of which training takes 1/τ² (logits²); 0 where the update trains its own outputs',
  },
  approxKl: {
    group: 'train',
    title: 'Approximate KL',
    unit: 'nats',
    limits: [0, Number.POSITIVE_INFINITY],
    aggregation: 'minibatches',
    meaning: 'mean of (ρ − 1) − log ρ: an estimate of KL(μ‖π) that is never negative (Schulman 2020)',
    healthy: {
      low: 0,
      high: 0.03,
      harmful: 0.1,
      idle: 1e-4,
      onPolicy: true,
      reason:
        'the adaptive penalty of the PPO paper aims at 0.003, 0.01 or 0.03 (Schulman et al. 2017, § 6.1), TRPO at 0.01. Of normal log ratios, whose deviation is √(2·KL), 0.03 means |log ρ| of 0.2 on average, all of a clip’s usual range; 0.1 means 0.36, and 1e-4 means 0.01',
    },
    reading:
      'How far an update moves the policy from the data it was made of. Healthy: steady and small, around 0.001 to 0.03. A climb means steps too large for their data; next to nothing, that they could be larger, or that the goal was never reached and there is nothing to learn from.',
  },
  clipFraction: {
    group: 'train',
    title: 'Clip fraction',
    unit: 'share',
    limits: [0, 1],
    aggregation: 'minibatches',
    meaning: 'samples with |ρ − 1| beyond the trust region’s range, or beyond 0.2 where it has none',
    healthy: {
      low: 0,
      high: 0.3,
      idle: 1e-3,
      onPolicy: true,
      reason:
        'a clip stops those samples beyond its edge whose advantage points outwards, about half of them. Above 0.3, averaged over an update that begins at 0, more than half are beyond it in the end, so the last passes push little. A rule of thumb, not a bound of the theory',
    },
    reading:
      'Samples outside the trust region. Healthy: up to about 0.2, fading as the learning rate falls. Always 0: steps could be larger; above 0.3: the region decides everything.',
  },
  entropy: {
    group: 'train',
    title: 'Entropy',
    unit: 'nats',
    aggregation: 'minibatches',
    meaning: 'entropy of π: how undecided the policy is; of continuous actions it may be negative',
    healthy: {
      low: 0.03,
      high: 0.97,
      share: true,
      reason:
        'shares of the most, the entropy of the uniform policy. At 0.97 the likeliest of two actions has 0.60 and of four 0.38, little more than chance; at 0.03 it has 0.997 or 0.994, and the others are hardly tried',
    },
    reading:
      'How undecided the policy is. Healthy: a gradual fall that levels off. A sudden drop to 0 while returns are poor is a collapse: the policy no longer explores. A fall to 0 with the best returns is success. Of continuous actions it may well be negative.',
  },
  meanAbsF: {
    group: 'train',
    title: 'Mean |f|',
    unit: 'logits',
    limits: [0, Number.POSITIVE_INFINITY],
    aggregation: 'minibatches',
    meaning: 'mean |f(Δo, Δr)|: how hard the samples are pushed',
    formerly: 'meanPush',
  },
  explainedVariance: {
    group: 'train',
    title: 'Explained variance',
    unit: 'share',
    limits: [Number.NEGATIVE_INFINITY, 1],
    aggregation: 'rollout',
    meaning: '1 − Var(r̂ − V)/Var(r̂); null when the returns don’t vary, rounding aside',
    missing: 'null',
    healthy: {
      low: 0,
      high: 1,
      harmful: -0.05,
      idle: 0.3,
      excused: ['solved', 'constant'],
      reason:
        'by definition 1 for a perfect critic and 0 for the best constant, so that below 0 a constant would do better; −0.05 leaves room for a critic that has just begun. Once episodes go alike there is no variance left to explain, and it may fall without harm',
    },
    reading:
      'How well the critic predicts returns. Healthy: rising towards 1. Around 0 it knows no more than a constant; below 0 it misleads. It may fall once returns hardly vary: at success, when every episode goes alike, or when the goal was never reached.',
    bounds: [-1, 1],
  },
  gradNorm: {
    group: 'train',
    title: 'Gradient norm',
    unit: 'logits',
    limits: [0, Number.POSITIVE_INFINITY],
    aggregation: 'minibatches',
    meaning: 'global norm of the gradient before clipping',
  },
  learningRate: {
    group: 'train',
    title: 'Learning rate',
    unit: '',
    limits: [0, Number.POSITIVE_INFINITY],
    aggregation: 'run',
    meaning: 'of this update, after the schedule',
  },
  stepsPerSecond: {
    group: 'time',
    title: 'Speed',
    unit: 'steps/s',
    limits: [0, Number.POSITIVE_INFINITY],
    aggregation: 'run',
    meaning: 'environment steps a second of training, since the run (or its resumption) began',
  },
  seconds: {
    group: 'progress',
    title: 'Time',
    unit: 's',
    aggregation: 'run',
    meaning:
      'seconds of training over all resumptions: of updates alone, without pauses, evaluations and writing',
  },
} as const satisfies Readonly<Record<string, MetricFacts>>

/** The name of a metric. */
export type MetricName = keyof typeof metrics

type Missing<Kind> = {
  [Name in MetricName]: (typeof metrics)[Name] extends { readonly missing: Kind } ? Name : never
}[MetricName]

/** A row of `metrics.jsonl`; see the table. */
export type Metrics = {
  readonly [Name in Exclude<MetricName, Missing<'absent'>>]: Name extends Missing<'null'>
    ? number | null
    : number
} & { readonly [Name in Missing<'absent'>]?: number }

/** Metrics that are means over an update's minibatches. */
export type LearningMetric = {
  [Name in MetricName]: (typeof metrics)[Name]['aggregation'] extends 'minibatches' ? Name : never
}[MetricName]

/** Metrics that a curve over environment steps can show. */
export type CurveMetric = {
  [Name in MetricName]: (typeof metrics)[Name]['group'] extends 'progress' ? never : Name
}[MetricName]

/** What a curve may be drawn over: environment steps, or seconds of training. */
export const curveAxes = ['step', 'seconds'] as const satisfies readonly MetricName[]
export type CurveAxis = (typeof curveAxes)[number]

export const factsOf = (name: MetricName): MetricFacts => metrics[name]

/** The table's rows in its order. */
export const metricEntries = Object.entries(metrics) as readonly (readonly [MetricName, MetricFacts])[]

export const learningMetrics = metricEntries
  .filter(([, { aggregation }]) => aggregation === 'minibatches')
  .map(([name]) => name as LearningMetric)

export const curveMetrics = metricEntries
  .filter(([, { group }]) => group !== 'progress')
  .map(([name]) => name as CurveMetric)

const renamedMetrics = metricEntries.filter(([, { formerly }]) => formerly !== undefined)

/** A row of any version with the names of today. */
export function withPresentNames(row: object): Metrics {
  const renamed = renamedMetrics.filter(([, { formerly }]) => formerly! in row)
  if (renamed.length === 0) return row as Metrics
  const names = new Map(renamed.map(([name, { formerly }]) => [formerly, name]))
  const entries = Object.entries(row).map(([name, value]) => [names.get(name) ?? name, value])
  return Object.fromEntries(entries)
}

/** What `result.json` holds at the end of a run. */
export interface Result {
  /** `stopped` where it was interrupted. */
  readonly status: 'finished' | 'stopped'
  /** Why it ended before its last step: an aim that was reached, or who stopped it. */
  readonly reason?: string
  /** Environment steps done. */
  readonly steps: number
  /** Updates done. */
  readonly updates: number
  /** Episodes finished. */
  readonly episodes: number
  /** Of the last 100 episodes; null before the first ends. */
  readonly meanReturn: number | null
  /** Exact, in environments that know it. */
  readonly regret?: number
  /** The best evaluation while training, and the steps done then. */
  readonly best?: { readonly step: number; readonly meanReturn: number }
  /** Of training, over all resumptions. */
  readonly seconds: number
  /** Environment steps a second since the run, or its resumption, began. */
  readonly stepsPerSecond: number
}
