/** What the page shows of the runs, as its address says it. */
import { type CurveMetric, curveMetrics, factsOf } from '../../../src/training/metrics.ts'
import { anything, type LinkChecks, oneOf } from '../../link.ts'
import { place } from '../../place.ts'
import { curveLink } from '../../ui/curve-options.tsx'

/** What its menu offers. */
export const metricChoices = curveMetrics.map((value) => ({ value, text: factsOf(value).title }))

/** As runs are filtered by. */
export const statuses = ['running', 'finished', 'unfinished', 'broken'] as const

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
  /** What the list is grouped by and sorted by: a column or the path of a setting. */
  readonly group: string | undefined
  readonly sort: string | undefined
  /** A setting and the text that it must have, `path=text`. */
  readonly where: string | undefined
}

/** What a link to the page may say. Studies, updates and runs may have gone since it was made. */
export const link: LinkChecks = {
  study: anything,
  env: anything,
  show: anything,
  metric: oneOf(curveMetrics),
  curves: oneOf(['runs']),
  find: anything,
  status: oneOf(statuses),
  watch: anything,
  group: anything,
  sort: anything,
  where: anything,
  ...curveLink,
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
    group: query['group'],
    sort: query['sort'],
    where: query['where'],
  }
}

export const shownText = (labels: readonly string[]) => labels.join(BAR) || BAR
