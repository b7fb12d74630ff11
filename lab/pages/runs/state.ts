/** What the page shows of the runs, as its address says it. */
import type { MetricName } from '../../../src/studies/results/curves.ts'
import { place } from '../../place.ts'

export const metrics: readonly { readonly value: MetricName; readonly text: string }[] = [
  { value: 'meanReturn', text: 'return' },
  { value: 'regret', text: 'regret' },
  { value: 'entropy', text: 'entropy' },
  { value: 'approxKl', text: 'KL' },
  { value: 'clipFraction', text: 'clip fraction' },
  { value: 'explainedVariance', text: 'explained variance' },
]

export interface State {
  /** Path of a study, '' for runs of none; undefined for all. */
  readonly study: string | undefined
  readonly env: string | undefined
  /** Which updates are compared; undefined for the server's choice. */
  readonly labels: readonly string[] | undefined
  readonly metric: MetricName | undefined
  /** Single runs in place of their mean. */
  readonly single: boolean
  /** Words that a run's path, update or environment must hold. */
  readonly find: string
  readonly status: string | undefined
  /** Path of the run that plays. */
  readonly watch: string | undefined
}

/** Between labels, which have no bars. */
const BAR = '|'

export function state(): State {
  const { query } = place()
  return {
    study: query['study'],
    env: query['env'],
    labels: query['show']?.split(BAR).filter(Boolean),
    metric: metrics.find(({ value }) => value === query['metric'])?.value,
    single: query['curves'] === 'runs',
    find: query['find'] ?? '',
    status: query['status'],
    watch: query['watch'],
  }
}

export const shownText = (labels: readonly string[]) => labels.join(BAR) || BAR
