/** By what updates are judged in an environment: exact regret where it is known, else return. */

import type { RunRecord } from '../../runs/files/index.ts'
import { type CurveMetric, metrics } from '../../training/metrics.ts'
import { areaMean, curveOf } from './curves.ts'

export interface Measure {
  readonly by: 'final' | 'regret'
  /** Its curve over training. */
  readonly metric: CurveMetric
  readonly lowerIsBetter: boolean
  /** `final return`. */
  readonly name: string
  /** What the number is, for an axis. */
  readonly axis: string
  /** The same averaged over training. */
  readonly trainingName: string
}

export const measures: Readonly<Record<Measure['by'], Measure>> = {
  final: {
    by: 'final',
    metric: 'meanReturn',
    lowerIsBetter: false,
    name: 'final return',
    axis: `mean return of the ${metrics.meanReturn.aggregation}`,
    trainingName: 'return over training',
  },
  regret: {
    by: 'regret',
    metric: 'regret',
    lowerIsBetter: true,
    name: 'final regret',
    axis: 'exact regret at the end',
    trainingName: 'regret over training',
  },
}

/** A run's number at its end; null where it has none. */
export function finalScore({ result }: RunRecord, { by }: Measure): number | null {
  const value = by === 'regret' ? result?.regret : result?.meanReturn
  return Number.isFinite(value) ? (value as number) : null
}

/** A run's number averaged over training: speed and quality in one. */
export const trainingScore = (run: RunRecord, { metric }: Measure) => areaMean(curveOf(run.metrics, metric))
