/** The diagnostics that a report shows, each with what healthy looks like. */
import type { MetricName } from '../curves.ts'

export interface Diagnostic {
  readonly metric: MetricName
  readonly title: string
  readonly unit: string
  readonly healthy: string
  /** The least and the greatest value worth showing. */
  readonly bounds?: readonly [number, number]
}

export const diagnostics: readonly Diagnostic[] = [
  {
    metric: 'approxKl',
    title: 'Approximate KL',
    unit: 'nats',
    healthy:
      'How far an update moves the policy from the data it was made of. Healthy: steady and small, around 0.001 to 0.03. A climb means steps too large for their data.',
  },
  {
    metric: 'clipFraction',
    title: 'Clip fraction',
    unit: 'share of samples',
    healthy:
      'Samples outside the trust region. Healthy: up to about 0.2, fading as the learning rate falls. Always 0: steps could be larger; above 0.3: the region decides everything.',
  },
  {
    metric: 'entropy',
    title: 'Entropy',
    unit: 'nats',
    healthy:
      'How undecided the policy is. Healthy: a gradual fall that levels off. A sudden drop to 0 is a collapse: the policy no longer explores.',
  },
  {
    metric: 'explainedVariance',
    title: 'Explained variance',
    unit: 'share of the variance of returns',
    healthy:
      'How well the critic predicts returns. Healthy: rising towards 1. Around 0 it knows no more than a constant; below 0 it misleads. It may fall once returns hardly vary.',
    bounds: [-1, 1],
  },
]
