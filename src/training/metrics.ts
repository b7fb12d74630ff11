/** A row of `metrics.jsonl`: what is known after an update. Means are over all its minibatches. */
export interface Metrics {
  /** Updates done, from 1. */
  readonly update: number
  /** Environment steps done; a log's count again with every update, and an exact update counts as a sampled one. */
  readonly step: number
  /** Episodes finished since the start. */
  readonly episodes: number
  /** Mean undiscounted return of the last 100 episodes, in a log those of the uniform policy; null before the first ends. */
  readonly meanReturn: number | null
  /** Mean length of the last 100 episodes, in steps; null before the first ends. */
  readonly meanLength: number | null
  /** −mean(ρ·Δr): the importance-weighted surrogate, before trust region and transforms. */
  readonly policyLoss: number
  /**
   * ½·mean squared error of the value, in reward² (after clipping). Of a tied critic that of τF, of which training takes
   * 1/τ², in logits²; 0 where the update trains its own outputs.
   */
  readonly valueLoss: number
  /** Mean entropy of π, nats. */
  readonly entropy: number
  /** Mean of (ρ − 1) − log ρ, nats: an estimate of KL(μ‖π) that is never negative (Schulman 2020). */
  readonly approxKl: number
  /** Share of samples with |ρ − 1| beyond the trust region's range, or beyond 0.2 where it has none. */
  readonly clipFraction: number
  /** Mean |f(Δo, Δr)|, logits: how hard the samples are pushed. */
  readonly meanPush: number
  /** 1 − Var(r̂ − V)/Var(r̂) of the rollout; null when the returns don't vary, rounding aside. */
  readonly explainedVariance: number | null
  /** Mean global norm of the gradient before clipping. */
  readonly gradNorm: number
  readonly learningRate: number
  /** What an episode of the policy loses in expected discounted return, exact; for environments that know it. */
  readonly regret?: number
  /** Environment steps a second since the run (or its resumption) began. */
  readonly stepsPerSecond: number
  /** Seconds of training, over all resumptions. */
  readonly seconds: number
}

/** What `result.json` holds at the end of a run. */
export interface Result {
  readonly status: 'finished' | 'stopped'
  readonly steps: number
  readonly updates: number
  readonly episodes: number
  readonly meanReturn: number | null
  readonly regret?: number
  readonly seconds: number
  readonly stepsPerSecond: number
}
