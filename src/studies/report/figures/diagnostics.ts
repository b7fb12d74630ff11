/** The diagnostics that a report shows, each with what healthy looks like. */
import { curveOf, type MetricName } from '../../results/curves.ts'
import type { Group } from '../../results/groups.ts'
import { mean } from '../../statistics/index.ts'

export interface Diagnostic {
  readonly metric: MetricName
  readonly title: string
  readonly unit: string
  readonly meaning: string
  /** Where it should lie late in training. */
  readonly healthy?: readonly [number, number]
  /** The least and the greatest value worth showing. */
  readonly bounds?: readonly [number, number]
}

export const diagnostics: readonly Diagnostic[] = [
  {
    metric: 'approxKl',
    title: 'Approximate KL',
    unit: 'nats',
    meaning:
      'How far an update moves the policy from the data it was made of. Healthy: steady and small, around 0.001 to 0.03. A climb means steps too large for their data; next to nothing, that they could be larger.',
    healthy: [0, 0.03],
  },
  {
    metric: 'clipFraction',
    title: 'Clip fraction',
    unit: 'share of samples',
    meaning:
      'Samples outside the trust region. Healthy: up to about 0.2, fading as the learning rate falls. Always 0: steps could be larger; above 0.3: the region decides everything.',
    healthy: [0, 0.3],
  },
  {
    metric: 'entropy',
    title: 'Entropy',
    unit: 'nats',
    meaning:
      'How undecided the policy is. Healthy: a gradual fall that levels off. A sudden drop to 0 is a collapse: the policy no longer explores. Of continuous actions it may well be negative.',
  },
  {
    metric: 'explainedVariance',
    title: 'Explained variance',
    unit: 'share of the variance of returns',
    meaning:
      'How well the critic predicts returns. Healthy: rising towards 1. Around 0 it knows no more than a constant; below 0 it misleads. It may fall once returns hardly vary.',
    healthy: [0, 1],
    bounds: [-1, 1],
  },
]

/** An update whose runs end outside of where a diagnostic should lie. */
export interface Ailment {
  readonly label: string
  /** Mean over the last quarter of training, and over runs. */
  readonly value: number
}

/** Those of the groups that are outside late in training, the worst first; none for a diagnostic without bounds. */
export function ailing(groups: readonly Group[], { metric, healthy }: Diagnostic): Ailment[] {
  if (!healthy) return []
  const [low, high] = healthy
  const outside = ({ value }: Ailment) => Math.max(low - value, value - high)
  return groups
    .flatMap(({ label, finished }) => {
      const late = finished.flatMap(({ metrics }) => {
        const values = curveOf(metrics.slice(Math.floor(0.75 * metrics.length)), metric)
        return values.length > 0 ? [mean(values.map(({ value }) => value))] : []
      })
      return late.length > 0 ? [{ label, value: mean(late) }] : []
    })
    .filter((one) => outside(one) > 0)
    .sort((a, b) => outside(b) - outside(a))
}
