/** The numbers behind a comparison, run by run. */
import { type Comparison, stepsTo } from '../results/comparison.ts'
import { thin } from '../results/curves.ts'
import { csv } from './figures/csv.ts'

/** Points of a run's curve: files of results stay small. */
const POINTS = 12

/** What every run came to. */
export function scoresCsv({ runs, measure }: Comparison, threshold?: number): string {
  const [final, training] = measure.lowerIsBetter
    ? ['finalRegret', 'regretOverTraining']
    : ['finalReturn', 'returnOverTraining']
  const header = ['env', 'update', 'seed', final, training, 'seconds']
  const rows = runs.map((run) => [
    ...[run.env, run.label, run.seed, run.final],
    Number(run.training.toPrecision(6)),
    Math.round(run.seconds),
    ...(threshold === undefined ? [] : [stepsTo(run, threshold, measure) ?? null]),
  ])
  return csv(threshold === undefined ? header : [...header, `stepsTo${threshold}`], rows)
}

/** The course of every run. */
export function curvesCsv({ runs, measure }: Comparison): string {
  const rows = runs.flatMap(({ env, label, seed, curve }) =>
    thin(curve, POINTS).map(({ step, value }) => [
      ...[env, label, seed, Math.round(step)],
      Number(value.toPrecision(5)),
    ]),
  )
  return csv(['env', 'update', 'seed', 'step', measure.metric], rows)
}
