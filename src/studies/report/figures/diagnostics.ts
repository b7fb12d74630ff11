/** The diagnostics that a report shows, each with what healthy looks like. */
import { withOnly } from '../../../runs/files/index.ts'
import { curveMetrics, factsOf, type MetricName } from '../../../training/metrics.ts'
import { isOnPolicy } from '../../../training/on-policy.ts'
import { progressOf } from '../../../training/progress.ts'
import { curveOf } from '../../results/curves.ts'
import type { Group } from '../../results/groups.ts'
import { referenceOf } from '../../results/references.ts'
import { mean } from '../../statistics/index.ts'

export interface Diagnostic {
  /** Its name in rows of metrics. */
  readonly metric: string
  readonly title: string
  readonly unit: string
  readonly meaning: string
  /** Where it should lie late in training. */
  readonly healthy?: readonly [number, number]
  /** The least and the greatest value worth showing. */
  readonly bounds?: readonly [number, number]
}

export const diagnostics: readonly Diagnostic[] = curveMetrics.flatMap((metric) => {
  const { title, unit, reading, healthy, bounds } = factsOf(metric)
  if (reading === undefined) return []
  // A share of the most that there can be has no place on an axis of its own unit.
  const range = healthy && !healthy.share ? ([healthy.low, healthy.high] as const) : undefined
  return [
    { metric, title, unit, meaning: reading, ...(range && { healthy: range }), ...(bounds && { bounds }) },
  ]
})

/** What tells how returns go. */
const RETURNS = ['meanReturn', 'episodes', 'regret']

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
  const { excused = [], onPolicy = false } = factsOf(metric as MetricName).healthy ?? {}
  const outside = ({ value }: Ailment) => Math.max(low - value, value - high)
  return groups
    .filter(({ config }) => !onPolicy || isOnPolicy(config))
    .flatMap(({ env, label, finished }) => {
      const late = finished.flatMap(({ metrics }) => {
        if (excused.includes(progressOf(withOnly(metrics, RETURNS), referenceOf(env)?.solved))) return []
        const values = curveOf(metrics.slice(Math.floor(0.75 * metrics.length)), metric)
        return values.length > 0 ? [mean(values.map(({ value }) => value))] : []
      })
      return late.length > 0 ? [{ label, value: mean(late) }] : []
    })
    .filter((one) => outside(one) > 0)
    .sort((a, b) => outside(b) - outside(a))
}
