/** The updates of an environment: their scores with intervals, their curves, and how they do against each other. */
import uPlot from 'uplot'
import type { Comparison, EnvironmentView, ShownFinding } from '../../../src/lab-server/runs/messages.ts'
import { estimateText } from '../../../src/studies/format.ts'
import { colourOf, SERIES } from '../../../src/studies/report/theme.ts'
import { columnsFor } from '../../../src/studies/results/columns.ts'
import { ENOUGH_SEEDS } from '../../../src/studies/statistics/index.ts'
import { type CurveMetric, factsOf } from '../../../src/training/metrics.ts'
import { visit } from '../../place.ts'
import { Chart, type Line } from '../../ui/chart.tsx'
import { Choice } from '../../ui/controls.tsx'
import { axisTitle, CurveControls, type CurveOptions, curveOptions } from '../../ui/curve-options.tsx'
import { compact, figure } from '../../ui/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import { smoothed } from '../../ui/smooth.ts'
import { address, useAnswer } from './api.ts'
import { Improvement } from './improvement.tsx'
import { Interval, rangeOf } from './interval.tsx'
import { lookOf } from './looks.ts'
import { metricChoices, type State, shownText } from './state.ts'

interface CompareProps {
  /** The folder that is served. */
  readonly dir: string
  readonly now: State
  readonly view: EnvironmentView
}

export function Compare({ dir, now, view }: CompareProps) {
  const { env, measure, findings } = view
  const shown = findings.filter(({ label, shown }) => now.labels?.includes(label) ?? shown)
  const metric = now.metric ?? measure.metric
  const labels = shown.map(({ label }) => label)
  const options = curveOptions()
  const { value, problem } = useAnswer<Comparison>(
    labels.length > 0
      ? address('compare', { study: now.study, env, metric, over: options.over, label: labels })
      : undefined,
  )
  const known = metricChoices.filter(({ value }) => value !== 'regret' || measure.by === 'regret')
  return (
    <>
      <Panel
        title={`Curves, ${env}`}
        aside={
          <div class="row">
            <CurveControls />
            <select
              aria-label="curve"
              value={metric}
              onChange={({ currentTarget: { value } }) =>
                visit({ metric: value === measure.metric ? undefined : value })
              }
            >
              {known.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
            <Choice
              name="runs"
              value={now.single ? 'runs' : 'mean'}
              options={[
                { value: 'mean', text: 'mean, 95 %' },
                { value: 'runs', text: 'single runs' },
              ]}
              onChange={(value) => visit({ curves: value === 'runs' ? value : undefined })}
            />
          </div>
        }
      >
        {problem && <p class="problem">{problem}</p>}
        <CurveChart
          dir={dir}
          findings={shown}
          comparison={value}
          single={now.single}
          metric={metric}
          options={options}
        />
      </Panel>
      <Findings now={now} view={view} shown={labels} />
      {value && value.improvement.labels.length > 1 && (
        <Improvement comparison={value} findings={findings} measure={measure} />
      )}
    </>
  )
}

interface CurveChartProps {
  readonly dir: string
  readonly options: CurveOptions
  readonly findings: readonly ShownFinding[]
  readonly comparison: Comparison | undefined
  readonly single: boolean
  readonly metric: CurveMetric
}

function CurveChart({ dir, findings, comparison, single, metric, options }: CurveChartProps) {
  const { limits } = factsOf(metric)
  const lines: Line[] = []
  const tables: uPlot.AlignedData[] = []
  const bands: [number, number][] = []
  const add = (
    name: string,
    colour: string,
    width: number,
    steps: readonly number[],
    values: readonly number[],
  ) => {
    lines.push({ name, colour, width })
    tables.push([[...steps], smoothed(values, options.smoothing)])
  }
  const shown = (comparison?.lines ?? []).flatMap((line) => {
    const finding = findings.find(({ label }) => label === line.label)
    return finding ? [{ ...line, colour: `--series-${finding.colour % SERIES}` }] : []
  })
  const averaged = shown.filter(({ mean }) => !single && mean.step.length > 0)
  // Bands first, so that no line is below one.
  for (const { colour, mean } of averaged) {
    add('', colour, 0, mean.step, mean.low)
    add('', colour, 0, mean.step, mean.high)
    bands.push([lines.length, lines.length - 1])
  }
  for (const line of shown) {
    const { label, colour, mean, runs } = line
    if (averaged.includes(line)) add(label, colour, 2.25, mean.step, mean.value)
    else
      drawnOf(dir, runs).forEach(({ points, look }, i) => {
        const [steps, values] = [points.map(({ step }) => step), points.map(({ value }) => value)]
        const own = look.colour === undefined ? colour : `--series-${look.colour}`
        add(look.name || (i === 0 ? label : ''), own, look.name ? 2 : 1, steps, values)
      })
  }
  return (
    <Chart
      label={`${metric} over ${axisTitle(options)}`}
      lines={lines}
      data={tables.length === 0 ? [[]] : uPlot.join(tables)}
      bands={bands}
      xTitle={axisTitle(options)}
      yTitle={metricChoices.find(({ value }) => value === metric)?.text ?? metric}
      height={320}
      xText={options.over === 'step' ? compact : figure}
      logarithmic={options.logarithmic}
      {...(limits && { yLimits: limits })}
    />
  )
}

/** Single runs, those aside that are hidden, with what the visitor calls them. */
const drawnOf = (dir: string, runs: Comparison['lines'][number]['runs']) =>
  runs.map((run) => ({ ...run, look: lookOf(dir, run.path) })).filter(({ look }) => !look.hidden)

interface FindingsProps extends Omit<CompareProps, 'dir'> {
  readonly shown: readonly string[]
}

function Findings({ view, shown }: FindingsProps) {
  const { measure, findings } = view
  const columns = columnsFor(findings).filter(({ title }) => title !== measure.name)
  const range = rangeOf(findings.map((finding) => finding[measure.by]))
  const few = findings.some(({ seeds }) => seeds.length > 0 && seeds.length < ENOUGH_SEEDS)
  const toggle = (label: string) => {
    const next = shown.includes(label) ? shown.filter((one) => one !== label) : [...shown, label]
    visit({ show: shownText(next) })
  }
  return (
    <Panel
      title={`${measure.name[0].toUpperCase()}${measure.name.slice(1)}, ${view.env}`}
      aside={<span class="note">{measure.lowerIsBetter ? 'lower is better' : 'higher is better'}</span>}
    >
      <div class="scroll">
        <table class="findings">
          <thead>
            <tr>
              <th>update</th>
              <th class="bar">mean, 95 %</th>
              <th class="end">{measure.name}</th>
              {columns.map(({ title, secondary }) => (
                <th key={title} class={secondary ? 'end secondary' : 'end'}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {findings.map((finding) => {
              const { value, interval } = estimateText(finding[measure.by])
              return (
                <tr key={finding.label}>
                  <td>
                    <label class="pick" style={{ '--swatch': colourOf(finding.colour) }}>
                      <input
                        type="checkbox"
                        checked={shown.includes(finding.label)}
                        onChange={() => toggle(finding.label)}
                      />
                      <span class="swatch" />
                      <span>{finding.label}</span>
                    </label>
                  </td>
                  <td class="bar">
                    <Interval estimate={finding[measure.by]} range={range} colour={finding.colour} />
                  </td>
                  <td class="end">
                    <b>{value}</b> <small>{interval}</small>
                  </td>
                  {columns.map(({ title, secondary, cell }) => {
                    const { value, interval } = cell(finding)
                    return (
                      <td key={title} class={secondary ? 'end secondary' : 'end'}>
                        {value} <small>{interval}</small>
                        {title === 'seeds' && finding.unfinished > 0 && (
                          <small>{`+ ${finding.unfinished} unfinished`}</small>
                        )}
                      </td>
                    )
                  })}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {few && (
        <p class="note">
          With fewer than {ENOUGH_SEEDS} seeds the intervals are too narrow: for three, they hold the true
          mean about three times in four.
        </p>
      )}
    </Panel>
  )
}
