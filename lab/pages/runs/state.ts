/** What the page shows of the runs, as its address says it. */
import { type CurveMetric, curveMetrics, factsOf } from '../../../src/training/metrics.ts'
import { place } from '../../place.ts'

/** What its menu offers. */
export const metricChoices = curveMetrics.map((value) => ({ value, text: factsOf(value).title }))

export interface State {
  /** Path of a study, '' for runs of none; undefined for all. */
  readonly study: string | undefined
  readonly env: string | undefined
  /** Which updates are compared; undefined for the server's choice. */
  readonly labels: readonly string[] | undefined
  readonly metric: CurveMetric | undefined
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
    metric: curveMetrics.find((name) => name === query['metric']),
    single: query['curves'] === 'runs',
    find: query['find'] ?? '',
    status: query['status'],
    watch: query['watch'],
  }
}

export const shownText = (labels: readonly string[]) => labels.join(BAR) || BAR
