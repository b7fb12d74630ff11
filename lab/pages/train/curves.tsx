/** Learning curves of all runs in the watched one's environment, and the diagnostics with what they mean. */
import uPlot from 'uplot'
import { type CurveMetric, factsOf } from '../../../src/training/metrics.ts'
import { place, visit } from '../../place.ts'
import { Chart, type Line } from '../../ui/chart.tsx'
import { Choice } from '../../ui/controls.tsx'
import { axisTitle, CurveControls, type CurveOptions, curveOptions } from '../../ui/curve-options.tsx'
import { compact, figure } from '../../ui/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import { smoothed } from '../../ui/smooth.ts'
import { WhileSeen } from '../../ui/while-seen.tsx'
import { type Diagnostic, hintOf } from './hints.ts'
import { type PageRun, runs, watched } from './runs.ts'
import { setup } from './setup.ts'

export function Curves() {
  const shown = comparable()
  const knowsRegret = shown.some((run) => run.latest?.regret !== undefined)
  const regret = knowsRegret && place().query['curve'] !== 'return'
  const mark = watched.value?.scrubbed.value ?? watched.value?.turns.value.at(-1)
  return (
    <Panel
      title={regret ? 'Regret' : 'Return'}
      aside={
        <div class="row">
          <CurveControls />
          {knowsRegret && (
            <Choice
              name="curve"
              value={regret ? 'regret' : 'return'}
              options={[
                { value: 'regret', text: 'regret' },
                { value: 'return', text: 'return' },
              ]}
              onChange={(curve) => visit({ curve: curve === 'return' ? curve : undefined })}
            />
          )}
        </div>
      }
    >
      <MetricChart
        runs={shown}
        metric={regret ? 'regret' : 'meanReturn'}
        title={regret ? 'exact regret' : 'mean return of 100 episodes'}
        height={256}
        mark={mark?.step}
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

export const Diagnostics = () => (
  <div class="split diagnostics">
    {diagnostics.map((metric) => (
      <Panel key={metric} title={factsOf(metric).title}>
        <WhileSeen>
          {() => (
            <MetricChart
              runs={comparable()}
              metric={metric}
              title={factsOf(metric).unit}
              height={150}
              {...boundsOf(metric)}
            />
          )}
        </WhileSeen>
        <Advice metric={metric} run={watched.value} />
      </Panel>
    ))}
  </div>
)

function boundsOf(metric: CurveMetric): { yRange?: readonly [number, number] } {
  const { bounds } = factsOf(metric)
  return bounds ? { yRange: bounds } : {}
}

function Advice({ metric, run }: { readonly metric: Diagnostic; readonly run: PageRun | undefined }) {
  const facts = run?.facts.value
  if (!run || !facts) return <p class="hint" />
  const { tone, text } = hintOf(metric, run.history, facts.config, facts.policy.actionSpace)
  // Beside others, it must say which run it speaks of.
  const isOneOfSeveral = comparable().length > 1
  return (
    <p class="hint" data-tone={tone}>
      {isOneOfSeveral && (
        <b class="who" style={{ '--swatch': `var(--series-${run.colour.value})` }}>
          {run.name}
        </b>
      )}{' '}
      {text}
    </p>
  )
}

const limitsOf = (metric: CurveMetric) => {
  const { limits } = factsOf(metric)
  return limits ? { yLimits: limits } : {}
}

interface MetricChartProps {
  readonly runs: readonly PageRun[]
  readonly metric: CurveMetric
  readonly title: string
  readonly height: number
  readonly mark?: number | undefined
  readonly yRange?: readonly [number, number]
}

function MetricChart({ runs, metric, title, ...rest }: MetricChartProps) {
  const options = curveOptions()
  const drawn = runs.filter((run) => !run.hidden.value)
  const lines = drawn.map(
    (run): Line => ({ name: run.name, colour: `--series-${run.colour.value}`, width: 1.75 }),
  )
  return (
    <Chart
      label={`${metric} over ${axisTitle(options)}`}
      lines={lines}
      data={dataOf(drawn, metric, options)}
      xTitle={axisTitle(options)}
      yTitle={title}
      xRange={options.over === 'step' ? [0, horizon(drawn)] : [0, longest(drawn)]}
      xText={options.over === 'step' ? compact : figure}
      logarithmic={options.logarithmic}
      {...limitsOf(metric)}
      {...rest}
      mark={options.over === 'step' ? rest.mark : undefined}
    />
  )
}

/** A round number of steps somewhat beyond the farthest run, and never beyond the end of all; without any, of the next run. */
function horizon(runs: readonly PageRun[]): number {
  if (runs.length === 0) return setup().configs[0]?.totalSteps ?? 1
  const farthest = Math.max(1, ...runs.map((run) => run.latest?.step ?? 0))
  const end = Math.max(1, ...runs.map((run) => run.facts.value?.config.totalSteps ?? 1))
  return Math.max(farthest, Math.min(end, beyond(farthest)))
}

/** Of training, somewhat more than the longest run has had. */
const longest = (runs: readonly PageRun[]) =>
  beyond(Math.max(0.01, ...runs.map((run) => run.latest?.seconds ?? 0)))

/** A round number, somewhat greater. */
function beyond(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const factor = [1, 1.5, 2, 3, 5, 7, 10, 15].find((factor) => factor * power > 1.15 * value) ?? 15
  return factor * power
}

function dataOf(
  runs: readonly PageRun[],
  metric: CurveMetric,
  { over, smoothing }: CurveOptions,
): uPlot.AlignedData {
  const tables = runs.map(({ history }): [number[], number[]] => {
    const [at, means] = history.curves.curve(metric, over)
    return [at, smoothed(means, smoothing)]
  })
  if (tables.length === 0) return [[]]
  return tables.length === 1 ? tables[0] : uPlot.join(tables)
}
