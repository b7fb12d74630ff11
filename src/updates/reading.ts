/** How the two arguments of f are read off the data, and what f makes of them; see `Reference` and `Baseline`. */
import { scaleOf } from './own.ts'
import type { ScaleFunction, Update, UpdateSpec } from './spec.ts'

/** What is known of one sampled action, then (μ) and now (π). */
export interface Sample {
  /** log π(a|s), nats. */
  readonly logProb: number
  /** log μ(a|s), nats. */
  readonly behaviourLogProb: number
  /** o(s,a), logits; o − log π is the log-partition F(s). */
  readonly output: number
  /** o_μ(s,a), logits. */
  readonly behaviourOutput: number
  /** Â(s,a), reward units. */
  readonly advantage: number
  /** r̂(s,a), reward units. */
  readonly lambdaReturn: number
}

type Reading = Pick<UpdateSpec, 'reference' | 'baseline' | 'temperature'>

/** Δo, logits: how far the output has moved since collection. */
export const deltaO = ({ reference }: Reading, sample: Sample) =>
  reference === 'logprob' ? sample.logProb - sample.behaviourLogProb : sample.output - sample.behaviourOutput

/**
 * Δr, logits: how far the evidence says the output should move.
 *
 * @param logZ see {@link logNormaliser}.
 */
export function deltaR({ reference, baseline, temperature }: Reading, sample: Sample, logZ: number): number {
  if (reference === 'logprob') return sample.advantage / temperature - logZ
  const taken = baseline === 'logsumexp' ? logPartition(sample) : sample.behaviourOutput
  return sample.lambdaReturn / temperature - taken
}

/** r̂/τ − F(s), logits: how far the value that a tied critic reads off the outputs is below the return. */
export const valueError = ({ temperature }: Reading, sample: Sample) =>
  sample.lambdaReturn / temperature - logPartition(sample)

/** F(s) = o − log π, of any action. */
const logPartition = ({ output, logProb }: Sample) => output - logProb

/**
 * log Z, which the baseline `log-mean-exp` takes off every Δr of the same data: log E_μ[e^{Â/τ}]. 0 for the others.
 *
 * @param advantages, weights of each sample; the weights sum to 1.
 */
export const logNormaliser = (
  { baseline, temperature }: Reading,
  advantages: ArrayLike<number>,
  weights: ArrayLike<number>,
): number => (baseline === 'log-mean-exp' ? logMeanExp(advantages, weights, temperature) : 0)

/** log Σ w·e^{x/τ} over the x whose weight is not 0, without overflow or underflow. */
export function logMeanExp(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  temperature: number,
): number {
  let largest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++)
    if (weights[i] > 0) largest = Math.max(largest, values[i] / temperature)
  let sum = 0
  for (let i = 0; i < values.length; i++)
    if (weights[i] > 0) sum += weights[i] * Math.exp(values[i] / temperature - largest)
  return largest + Math.log(sum)
}

/**
 * (sample, log Z) → f(Δo, Δr): how hard this update pushes the sampled action along its form.
 *
 * @param own f of an update that has its own.
 */
export function pushOf(update: Update, own?: ScaleFunction): (sample: Sample, logZ: number) => number {
  const f = scaleOf(update, own)
  return (sample, logZ) => f(deltaO(update, sample), deltaR(update, sample, logZ))
}
