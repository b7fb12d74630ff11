/** Several seeds, or a small sweep: what is varied, and what came of it. */
import uPlot from 'uplot'
import { ENOUGH_SEEDS } from '../../../../src/studies/statistics/index.ts'
import { visit } from '../../../place.ts'
import { Chart, type Line } from '../../../ui/chart.tsx'
import { Field } from '../../../ui/field.tsx'
import { compact, figure } from '../../../ui/numbers.ts'
import { Panel } from '../../../ui/panel.tsx'
import { type Setup, setup } from '../setup.ts'
import { HeatMap } from './heat-map.tsx'
import { type Axis, type AxisKey, around, MAX_SEEDS, type Plan, planOf, UPDATE, variable } from './plan.ts'
import { beginSweep, type Sweep, sweep } from './pool.ts'
import { curveOf, finalOf } from './results.ts'
import './sweep.css'

/** More curves than this hide each other. */
const MAX_CURVES = 6

export function SweepPanel() {
  const now = setup()
  const plan = planOf(now)
  const count = plan.cells.length * plan.seeds
  const running = sweep.value
  return (
    <Panel title="Several seeds, or a sweep" class="sweep">
      <form class="sweep-form" onSubmit={(event) => event.preventDefault()}>
        <Field name="Seeds">
          {(id) => (
            <input
              id={id}
              type="number"
              min={1}
              max={MAX_SEEDS}
              value={plan.seeds}
              onChange={(event) => visit({ seeds: event.currentTarget.value })}
            />
          )}
        </Field>
        <AxisFields name="Vary" axisKey="x" axis={plan.axes[0]} now={now} />
        {plan.axes.length > 0 && <AxisFields name="and" axisKey="y" axis={plan.axes[1]} now={now} />}
        <div class="row">
          {/* As the button of one run, it starts nothing by Enter in a field. */}
          <button type="button" class="primary" disabled={count === 0} onClick={() => beginSweep(plan)}>
            Run {count} {count === 1 ? 'run' : 'runs'}
          </button>
          {running && !running.finished && (
            <button type="button" onClick={() => running.stop()}>
              Stop
            </button>
          )}
        </div>
      </form>
      <p class="note wrong" role="alert">
        {plan.problem}
      </p>
      {running ? <Results sweep={running} /> : <Explanation plan={plan} />}
    </Panel>
  )
}

const Explanation = ({ plan }: { readonly plan: Plan }) => (
  <p class="note">
    {plan.axes.length === 0
      ? 'One run says little: several seeds give a mean with its interval. Vary the update, or a number or two, and a map of final returns fills in.'
      : `Every combination with ${plan.seeds} seeds, a few runs at a time, all other settings as above.`}
  </p>
)

interface AxisFieldsProps {
  readonly name: string
  readonly axisKey: AxisKey
  readonly axis: Axis | undefined
  readonly now: Setup
}

function AxisFields({ name, axisKey, axis, now: { configs } }: AxisFieldsProps) {
  const [config] = configs
  const paths = config ? variable(config) : { settings: [], update: [] }
  const choose = (path: string) =>
    visit({
      [axisKey]: path && config ? `${path}:${around(config, path)}` : undefined,
      ...(path === '' && axisKey === 'x' && { y: undefined }),
    })
  return (
    <>
      <Field name={name}>
        {(id) => (
          <select id={id} value={axis?.path ?? ''} onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">–</option>
            {(['settings', 'update'] as const).map((group) => (
              <optgroup key={group} label={group === 'settings' ? 'Settings' : 'The update'}>
                {[
                  ...new Set([...paths[group], ...(axis && groupOf(axis.path) === group ? [axis.path] : [])]),
                ].map((path) => (
                  <option key={path}>{path}</option>
                ))}
              </optgroup>
            ))}
          </select>
        )}
      </Field>
      {axis && (
        <Field name={`Values of ${axis.path.split('.').at(-1)}`}>
          {(id) => (
            <input
              id={id}
              type="text"
              spellcheck={false}
              autocomplete="off"
              value={axis.values.join(', ')}
              onChange={(event) =>
                visit({ [axisKey]: `${axis.path}:${event.currentTarget.value.replace(/\s/g, '')}` })
              }
            />
          )}
        </Field>
      )}
    </>
  )
}

const groupOf = (path: string) => (path.split('.', 1)[0] === UPDATE ? 'update' : 'settings')

function Results({ sweep }: { readonly sweep: Sweep }) {
  const { cells, axes } = sweep.plan
  const [done, failed] = [sweep.count('done'), sweep.count('failed')]
  return (
    <div class="stack results">
      <p class="note">
        {sweep.plan.title}:{' '}
        <output aria-live="off" aria-label="runs that are done">
          {done}
        </output>{' '}
        of {sweep.runs.length} runs done{failed > 0 && `, ${failed} failed`}
        {!sweep.finished && `, ${sweep.count('running')} at a time`}
      </p>
      <p class="note wrong" role="alert">
        {sweep.problem.value}
      </p>
      {axes.length === 0 ? <Final sweep={sweep} /> : <HeatMap sweep={sweep} />}
      {cells.length <= MAX_CURVES && <Curves sweep={sweep} />}
    </div>
  )
}

function Final({ sweep }: { readonly sweep: Sweep }) {
  const final = finalOf(sweep.runsOf(0))
  if (!final) return null
  const { value, interval } = final
  const done = sweep.count('done')
  return (
    <p>
      Final return{' '}
      <output aria-live="off" aria-label="mean final return">
        {figure(value, 4)}
      </output>
      {interval && (
        <>
          , 95 % interval{' '}
          <output aria-live="off" aria-label="interval of the final return">
            {figure(interval.low, 4)} to {figure(interval.high, 4)}
          </output>
        </>
      )}
      {interval && done < ENOUGH_SEEDS && <span class="note">, too narrow for so few seeds</span>}
    </p>
  )
}

function Curves({ sweep }: { readonly sweep: Sweep }) {
  const lines: Line[] = []
  const tables: uPlot.AlignedData[] = []
  const bands: [number, number][] = []
  const curves = sweep.plan.cells.map((cell, i) => ({
    cell,
    colour: `--series-${i}`,
    curve: curveOf(sweep.runsOf(i)),
  }))
  // Bands first, so that no line is below one.
  for (const { colour, curve } of curves) {
    for (const edge of [curve.low, curve.high]) {
      lines.push({ name: '', colour, width: 0 })
      tables.push([curve.steps, edge])
    }
    bands.push([lines.length, lines.length - 1])
  }
  for (const { cell, colour, curve } of curves) {
    lines.push({ name: cell.values.join(', ') || 'mean', colour, width: 2.25 })
    tables.push([curve.steps, curve.mean])
  }
  return (
    <Chart
      label="mean return over environment steps, with its interval"
      lines={lines}
      data={uPlot.join(tables)}
      bands={bands}
      xTitle="environment steps"
      yTitle="return"
      height={220}
      xText={compact}
    />
  )
}
