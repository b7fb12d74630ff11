/** Learning curves of all runs in the watched one's environment, and the diagnostics with what they mean. */
import uPlot from 'uplot'
import type { Metrics } from '../../../src/training/index.ts'
import { type CurveMetric, factsOf } from '../../../src/training/metrics.ts'
import { place, visit } from '../../place.ts'
import { Chart, type Line } from '../../ui/chart.tsx'
import { Choice } from '../../ui/controls.tsx'
import { compact } from '../../ui/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import { type Diagnostic, hintOf } from './hints.ts'
import { type PageRun, runs, watched } from './runs.ts'

/** Most points of a line; more are averaged. */
const POINTS = 320

export function Curves() {
  const shown = comparable()
  const knowsRegret = shown.some((run) => run.latest?.regret !== undefined)
  const regret = knowsRegret && place().query['curve'] !== 'return'
  const turn = watched.value?.turns.value.at(-1)
  return (
    <Panel
      title={regret ? 'Regret' : 'Return'}
      aside={
        knowsRegret ? (
          <Choice
            name="curve"
            value={regret ? 'regret' : 'return'}
            options={[
              { value: 'regret', text: 'regret' },
              { value: 'return', text: 'return' },
            ]}
            onChange={(curve) => visit({ curve: curve === 'return' ? curve : undefined })}
          />
        ) : (
          <span class="note">mean of the last 100 episodes</span>
        )
      }
    >
      <MetricChart
        runs={shown}
        metric={regret ? 'regret' : 'meanReturn'}
        title={regret ? 'exact regret' : 'return'}
        height={256}
        {...(turn && { mark: turn.step })}
      />
      {!regret && <Advice metric="meanReturn" run={watched.value} />}
    </Panel>
  )
}

/** The watched run first, so that its line has the top of the legend, and those beside it. */
function comparable(): readonly PageRun[] {
  const env = watched.value?.facts.value?.config.env
  return runs.value.filter((run) => run.facts.value && run.facts.value.config.env === env)
}

const diagnostics = ['approxKl', 'clipFraction', 'entropy', 'explainedVariance'] as const

export function Diagnostics() {
  const shown = comparable()
  return (
    <div class="split diagnostics">
      {diagnostics.map((metric) => (
        <Panel key={metric} title={factsOf(metric).title}>
          <MetricChart
            runs={shown}
            metric={metric}
            title={factsOf(metric).unit}
            height={150}
            {...boundsOf(metric)}
          />
          <Advice metric={metric} run={watched.value} />
        </Panel>
      ))}
    </div>
  )
}

function boundsOf(metric: CurveMetric): { yRange?: readonly [number, number] } {
  const { bounds } = factsOf(metric)
  return bounds ? { yRange: bounds } : {}
}

function Advice({ metric, run }: { readonly metric: Diagnostic; readonly run: PageRun | undefined }) {
  const facts = run?.facts.value
  if (!run || !facts) return <p class="hint" />
  const { tone, text } = hintOf(
    metric,
    run.rows.slice(0, run.seen.value),
    facts.config,
    facts.policy.actionSpace,
  )
  return (
    <p class="hint" data-tone={tone}>
      {text}
    </p>
  )
}

interface MetricChartProps {
  readonly runs: readonly PageRun[]
  readonly metric: CurveMetric
  readonly title: string
  readonly height: number
  readonly mark?: number
  readonly yRange?: readonly [number, number]
}

function MetricChart({ runs, metric, title, ...rest }: MetricChartProps) {
  const lines: Line[] = runs.map(({ name, series }) => ({ name, colour: `--series-${series}`, width: 1.75 }))
  return (
    <Chart
      label={`${metric} over environment steps`}
      lines={lines}
      data={dataOf(runs, metric)}
      xTitle="environment steps"
      yTitle={title}
      xRange={[0, horizon(runs)]}
      xText={compact}
      {...rest}
    />
  )
}

/** A round number of steps somewhat beyond the farthest run, and never beyond the end of all. */
function horizon(runs: readonly PageRun[]): number {
  const farthest = Math.max(1, ...runs.map((run) => run.latest?.step ?? 0))
  const end = Math.max(1, ...runs.map((run) => run.facts.value?.config.totalSteps ?? 1))
  const power = 10 ** Math.floor(Math.log10(farthest))
  const round = [1, 1.5, 2, 3, 5, 7, 10, 15].find((factor) => factor * power > 1.15 * farthest) ?? 15
  return Math.max(farthest, Math.min(end, round * power))
}

function dataOf(runs: readonly PageRun[], metric: CurveMetric): uPlot.AlignedData {
  const tables = runs.map(({ rows, seen }) => thinned(rows, seen.value, metric))
  if (tables.length === 0) return [[]]
  return tables.length === 1 ? tables[0] : uPlot.join(tables)
}

/** A metric of the first `count` rows over steps, in means of as many rows each as leave at most POINTS. */
function thinned(rows: readonly Metrics[], count: number, metric: CurveMetric): [number[], number[]] {
  const size = Math.ceil(count / POINTS)
  const steps: number[] = []
  const means: number[] = []
  for (let start = 0; start < count; start += size) {
    const end = Math.min(count, start + size)
    let sum = 0
    let found = 0
    for (let i = start; i < end; i++) {
      const value = rows[i][metric]
      if (value === null || value === undefined) continue
      sum += value
      found++
    }
    if (found === 0) continue
    steps.push(rows[end - 1].step)
    means.push(sum / found)
  }
  return [steps, means]
}
