/** How Δo and Δr, the two arguments of f, are read off the data; see `Reference` and `Baseline`. */
import type { UpdateSpec } from './spec.ts'

/** What is known of one sampled action, then (μ) and now (π). */
export interface Sample {
  /** log π(a|s) and log μ(a|s), nats. */
  readonly logProb: number
  readonly behaviourLogProb: number
  /** o(s,a) and o_μ(s,a), logits; o − log π is the log-partition F(s). */
  readonly output: number
  readonly behaviourOutput: number
  /** Â(s,a) and r̂(s,a), reward units. */
  readonly advantage: number
  readonly lambdaReturn: number
}

type Reading = Pick<UpdateSpec, 'reference' | 'baseline' | 'temperature'>

/** Δo, logits: how far the output has moved since collection. */
export const distanceMoved = ({ reference }: Reading, sample: Sample) =>
  reference === 'logprob' ? sample.logProb - sample.behaviourLogProb : sample.output - sample.behaviourOutput

/**
 * Δr, logits: how far the evidence says the output should move.
 *
 * @param logNormaliser log E_μ[e^{Â/τ}], which the baseline `normaliser` takes off; 0 for the others.
 */
export function evidence(
  { reference, baseline, temperature }: Reading,
  sample: Sample,
  logNormaliser: number,
): number {
  if (reference === 'logprob') return sample.advantage / temperature - logNormaliser
  const partition = sample.output - sample.logProb
  return sample.lambdaReturn / temperature - (baseline === 'partition' ? partition : sample.behaviourOutput)
}
