/** A comparison as tables in Markdown, for pages of results. */
import { catalogue } from '../../updates/index.ts'
import { duration, whole } from '../format.ts'
import {
  type Comparison,
  jointDifferences,
  pairedDifference,
  type RunScore,
  runsOf,
  type Standing,
  scaleText,
  standingsOf,
  stepsTo,
} from '../results/comparison.ts'
import { type Estimate, estimate, mean } from '../statistics/index.ts'

export interface MarkdownOptions {
  /** What a search chose for each update, by its name. */
  readonly tuned?: ReadonlyMap<string, string>
  /** A value of the measure; told is how many steps it took to reach it. */
  readonly threshold?: number
}

/** Tables of an environment each or of all together, with what less and more mean below. */
export function comparisonMarkdown(comparison: Comparison, options: MarkdownOptions = {}): string {
  const { environments, baseline, labels } = comparison
  const isSingle = environments.length === 1
  const tables = [isSingle ? environmentTable(comparison, environments[0], options) : finalsTable(comparison)]
  if (!isSingle && baseline !== undefined && labels.length > 1)
    tables.push(
      standingsTable(comparison, standingsOf(comparison, baseline), baseline),
      `Scores: ${scaleText(comparison, `\`${baseline}\``)}.`,
    )
  // Of many updates some look better by chance.
  if (baseline !== undefined && labels.length > 2) tables.push(...jointTable(comparison, baseline))
  return `${tables.join('\n\n')}\n`
}

/** Final scores in each environment, means over seeds. */
function finalsTable(comparison: Comparison): string {
  const { environments, labels, measure } = comparison
  const rows = labels.map((label) => [
    named(label, comparison),
    ...environments.map((env) => {
      const finals = runsOf(comparison, label, env).map(({ final }) => final)
      return cell(estimate(finals), places(mean(finals), comparison))
    }),
  ])
  return table([measure.name, ...environments], rows)
}

function standingsTable(comparison: Comparison, standings: readonly Standing[], baseline: string): string {
  const rows = standings.map(({ label, final, less, improvement, trainingLess, seconds }) => [
    named(label, comparison),
    cell(final, 3),
    cell(less, 3),
    cell(improvement, 2),
    cell(trainingLess, 3),
    duration(seconds),
  ])
  return table(
    [
      'over all environments',
      'IQM of final scores',
      `less ${baseline}`,
      `probability of improvement on ${baseline}`,
      `IQM over training, less ${baseline}`,
      'time a run',
    ],
    rows,
  )
}

/** Differences that may be looked at all at once, the greatest first, and how they are to be read; nothing where runs share no seed. */
function jointTable(comparison: Comparison, baseline: string): string[] {
  const { measure, environments } = comparison
  const [finals, trainings] = (['final', 'training'] as const).map((kind) =>
    jointDifferences(comparison, baseline, kind),
  )
  if (trainings.size === 0) return []
  const sign = measure.lowerIsBetter ? 1 : -1
  const sorted = [...trainings].sort(([, a], [, b]) => sign * (a.value - b.value))
  const size = Math.max(...sorted.map(([, { value }]) => Math.abs(value)))
  const digits = environments.length > 1 ? 3 : places(size, comparison)
  const fixed = (detectable: number | null) => (detectable === null ? '' : detectable.toFixed(digits))
  const rows = sorted.map(([label, training]) => {
    const final = finals.get(label)!
    return [
      named(label, comparison),
      cell(training, digits),
      fixed(training.detectable),
      cell(final, digits),
      fixed(final.detectable),
    ]
  })
  return [
    table(
      [
        `all at once, less ${baseline}`,
        `IQM of ${measure.trainingName}`,
        'would be seen',
        `IQM of ${measure.name}`,
        'would be seen',
      ],
      rows,
    ),
    `Intervals of the ${rows.length} differences hold all at once with 95 % (max-t over bootstrap resamples); a difference as large as “would be seen” has an interval without 0 four times in five.`,
  ]
}

/** Interquartile means over the seeds of one environment, the best over training first. */
function environmentTable(
  comparison: Comparison,
  env: string,
  { tuned, threshold }: MarkdownOptions,
): string {
  const { measure, baseline, labels } = comparison
  const iqm = (label: string, score: (run: RunScore) => number) =>
    estimate(runsOf(comparison, label, env).map(score), { statistic: 'iqm' })
  const training = new Map(labels.map((label) => [label, iqm(label, (run) => run.training)]))
  const sign = measure.lowerIsBetter ? 1 : -1
  const sorted = [...labels].sort((a, b) => sign * (training.get(a)!.value - training.get(b)!.value))
  const digits = places(mean([...training.values()].map(({ value }) => value)), comparison)
  const less = (label: string, score: (run: RunScore) => number) =>
    baseline === undefined || label === baseline
      ? ''
      : cell(pairedDifference(comparison, [label, baseline], env, score), digits)
  const columns: [title: string, of: (label: string) => string][] = [
    [`update, ${env}`, (label) => named(label, comparison)],
    ...(tuned
      ? [['tuned', (label: string) => tuned.get(label) ?? ''] as [string, (label: string) => string]]
      : []),
    [measure.trainingName, (label) => cell(training.get(label)!, digits)],
    [
      measure.name,
      (label) =>
        cell(
          iqm(label, (run) => run.final),
          digits,
        ),
    ],
    ...(threshold === undefined ? [] : [stepsColumn(comparison, env, threshold)]),
    ...(baseline === undefined
      ? []
      : ([
          [`over training, less ${baseline}`, (label) => less(label, (run) => run.training)],
          [`final, less ${baseline}`, (label) => less(label, (run) => run.final)],
        ] as [string, (label: string) => string][])),
  ]
  return table(
    columns.map(([title]) => title),
    sorted.map((label) => columns.map(([, of]) => of(label))),
  )
}

/** Runs that never got there count as if they did at their end; how many did is in brackets. */
function stepsColumn(
  comparison: Comparison,
  env: string,
  threshold: number,
): [string, (label: string) => string] {
  return [
    `steps to ${threshold}`,
    (label) => {
      const runs = runsOf(comparison, label, env)
      const reached = runs.map((run) => stepsTo(run, threshold, comparison.measure))
      const steps = reached.map((step, i) => step ?? runs[i].curve.at(-1)!.step)
      const { value } = estimate(steps, { statistic: 'iqm' })
      return `${whole(value)} (${reached.filter((step) => step !== undefined).length}/${runs.length})`
    },
  ]
}

/** The baseline and members of the catalogue in code, what is new bold. */
const named = (label: string, { baseline }: Comparison) =>
  label === baseline || Object.hasOwn(catalogue, label) ? `\`${label}\`` : `**${label}**`

/** Digits behind the point for numbers of this size. */
function places(size: number, { measure }: Comparison): number {
  if (measure.lowerIsBetter && Math.abs(size) < 1) return 4
  return Math.abs(size) < 100 ? 2 : 0
}

/** `0.13 [0.06, 0.20]`, the value alone where there is no interval, nothing where there is no value. */
function cell(estimate: Estimate | null, digits: number): string {
  if (!estimate) return ''
  const { value, interval } = estimate
  const fixed = (number: number) => number.toFixed(digits).replace('-', '−')
  return interval ? `${fixed(value)} [${fixed(interval.low)}, ${fixed(interval.high)}]` : fixed(value)
}

/** A table in Markdown, the first column of words, the others of numbers. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = header.map((_, i) => (i === 0 ? '---' : '---:'))
  return [line(header), line(rule), ...rows.map(line)].join('\n')
}
