/** Bandit: members of the family race on the 2-D contextual bandit, whose regret is known exactly. */
import type uPlot from 'uplot'
import { actionColour } from '../../../src/envs/drawing/colours.ts'
import { MAX_SEED } from '../../../src/settings/limits.ts'
import { linkTo, visit } from '../../place.ts'
import { addressOf, isMember, memberNames, pointAt } from '../../points/address.ts'
import { Chart, type Line } from '../../ui/chart.tsx'
import { Select } from '../../ui/controls.tsx'
import { LinkProblems } from '../../ui/link-problems.tsx'
import { compact, fixed, stepsText } from '../../ui/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import './bandit.css'
import { type Race, useRace } from './race.ts'
import type { Standing } from './race-messages.ts'
import { ACTIONS, optimum, Square, uniform } from './square.tsx'
import {
  batchChoices,
  configsOf,
  dataChoices,
  epochChoices,
  link,
  MAX_RACERS,
  nameOf,
  rateChoices,
  type State,
  state,
  stepChoices,
} from './state.ts'

export default function BanditPage() {
  const now = state()
  const race = useRace(configsOf(now))
  return (
    <>
      <h1>A bandit on a square</h1>
      <LinkProblems checks={link} />
      <p class="lead">
        A context x in [−1, 1]², five actions, one noisy reward. The best action is known everywhere, so a
        policy’s regret is exact. All racers start from the same seed and take their updates in turn.
      </p>
      <div class="stack">
        <section class="panel race-setup">
          <Settings now={now} />
          <Buttons race={race} now={now} />
        </section>
        {race.problem && <p class="problem">{race.problem}</p>}
        <section class="panel">
          <div class="squares">
            <figure>
              <Square label="the optimal policy" probabilities={optimum} />
              <figcaption>optimum</figcaption>
            </figure>
            {now.racers.map((racer, i) => (
              <Racer key={racer} racer={racer} place={i} racers={now.racers} standing={race.standings[i]} />
            ))}
          </div>
          <ul class="legend action-colours">
            {Array.from({ length: ACTIONS }, (_, action) => (
              <li key={action}>
                <span class="cell" style={{ background: actionColour(action) }} />
                {action === 0 ? 'action 0, broad and safe' : `action ${action}`}
              </li>
            ))}
            <li>white: where the best action changes</li>
          </ul>
        </section>
        <div class="results">
          <Panel title="Regret">
            <Chart
              label="regret of each racer against environment steps"
              lines={now.racers.map(lineOf)}
              data={curves(race.standings, now)}
              xTitle="environment steps"
              yTitle="regret, reward a step"
              height={300}
              xRange={[0, Number(now.steps)]}
              xText={compact}
              logarithmic
            />
          </Panel>
          <Standings now={now} race={race} />
        </div>
      </div>
    </>
  )
}

const lineOf = (racer: string, i: number): Line => ({ name: nameOf(racer), colour: `--series-${i}` })

const raceOf = (racers: readonly string[]) => ({ race: racers.join(';') })

function Settings({ now }: { readonly now: State }) {
  const { racers, steps, batch, epochs, rate, data, seed } = now
  const free = memberNames.filter((name) => !racers.includes(name))
  return (
    <div class="race-settings">
      <label class="field">
        Add a racer
        <select
          value=""
          disabled={racers.length >= MAX_RACERS}
          onChange={(event) => visit(raceOf([...racers, event.currentTarget.value]))}
        >
          <option value="">{racers.length >= MAX_RACERS ? `${MAX_RACERS} at most` : 'choose'}</option>
          {free.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Select
        name="Steps"
        value={steps}
        options={stepChoices}
        onChange={(value) => visit({ steps: value })}
      />
      <Select
        name="Batch"
        value={batch}
        options={batchChoices}
        onChange={(value) => visit({ batch: value })}
      />
      <Select
        name="Epochs"
        value={epochs}
        options={epochChoices}
        onChange={(value) => visit({ epochs: value })}
      />
      <Select
        name="Learning rate"
        value={rate}
        options={rateChoices}
        onChange={(value) => visit({ rate: value })}
      />
      <Select name="Data" value={data} options={dataChoices} onChange={(value) => visit({ data: value })} />
      <label class="field">
        Seed
        <input
          type="number"
          min={0}
          max={MAX_SEED}
          step={1}
          value={seed}
          onChange={(event) => visit({ seed: event.currentTarget.value })}
        />
      </label>
    </div>
  )
}

function Buttons({ race, now }: { readonly race: Race; readonly now: State }) {
  const { state } = race
  return (
    <div class="row">
      {state === 'running' && (
        <button type="button" class="primary" onClick={race.pause}>
          Pause
        </button>
      )}
      {state === 'paused' && (
        <button type="button" class="primary" onClick={race.go}>
          Go on
        </button>
      )}
      {(state === 'ready' || state === 'finished') && (
        <button type="button" class="primary" disabled={now.racers.length === 0} onClick={race.start}>
          {state === 'ready' ? 'Start' : 'Again'}
        </button>
      )}
      {state === 'finished' && (
        <button type="button" onClick={() => visit({ seed: String(now.seed + 1) })}>
          Next seed
        </button>
      )}
      {state === 'paused' && (
        <button type="button" onClick={race.start}>
          Restart
        </button>
      )}
      <span class="note" role="status">
        {progressOf(race, now)}
      </span>
    </div>
  )
}

function progressOf({ state, standings }: Race, { steps }: State): string {
  const done =
    standings.length === 0 ? 0 : Math.min(...standings.map((standing) => standing.steps.at(-1) ?? 0))
  if (state === 'ready') return 'Not started.'
  return `${state === 'finished' ? 'Finished: ' : ''}${stepsText(done, Number(steps))} each`
}

interface RacerProps {
  readonly racer: string
  readonly place: number
  readonly racers: readonly string[]
  readonly standing: Standing | undefined
}

function Racer({ racer, place, racers, standing }: RacerProps) {
  const name = nameOf(racer)
  return (
    <figure>
      <Square label={`the policy of ${name}`} probabilities={standing?.probabilities ?? uniform} />
      <figcaption>
        <span class="swatch" style={{ '--swatch': `var(--series-${place})` }} />
        <a href={linkTo('explore', { a: canonical(racer) })} title="Look at it in Explore">
          {name}
        </a>
        <button
          type="button"
          class="plain"
          aria-label={`Take ${name} out`}
          onClick={() => visit(raceOf(racers.filter((one) => one !== racer)))}
        >
          ×
        </button>
      </figcaption>
      {standing?.problem && <p class="problem">{standing.problem}</p>}
    </figure>
  )
}

function canonical(racer: string): string {
  const [base] = racer.split(',')
  return isMember(base) ? addressOf(pointAt(racer), base) : racer
}

function Standings({ now, race }: { readonly now: State; readonly race: Race }) {
  const rows = now.racers.map((racer, i) => ({ racer, place: i, ...figuresOf(race.standings[i]) }))
  rows.sort((one, other) => (one.final ?? Infinity) - (other.final ?? Infinity))
  return (
    <Panel title="Standings">
      <table>
        <thead>
          <tr>
            <th scope="col">update</th>
            <th scope="col" class="end">
              regret now
            </th>
            <th scope="col" class="end">
              over training
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ racer, place, final, mean }) => (
            <tr key={racer}>
              <td>
                <span class="swatch" style={{ '--swatch': `var(--series-${place})` }} /> {nameOf(racer)}
              </td>
              <td class="end">{final === undefined ? '–' : fixed(final, 4)}</td>
              <td class="end">{mean === undefined ? '–' : fixed(mean, 4)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">
        One seed says little: members that agree to first order differ by less than seeds do. formscale
        compare and sweep run many, with intervals.
      </p>
    </Panel>
  )
}

function figuresOf(standing: Standing | undefined): { final?: number; mean?: number } {
  if (!standing) return {}
  const { regrets } = standing
  return {
    final: regrets[regrets.length - 1],
    mean: regrets.reduce((sum, one) => sum + one, 0) / regrets.length,
  }
}

/** Most points of a curve, about one for each pixel. */
const MAX_POINTS = 640

/** All curves over the steps of the one that is furthest, each point the mean of as many updates as leave few enough. */
function curves(standings: readonly Standing[], { racers, batch }: State): uPlot.AlignedData {
  const furthest = standings.reduce((most, { steps }) => Math.max(most, steps.length), 1)
  const each = Math.ceil(furthest / MAX_POINTS)
  const points = Array.from({ length: Math.ceil(furthest / each) }, (_, i) => i * each)
  const mean = (values: readonly number[]) =>
    values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length
  return [
    points.map((from) => Math.min(from + each, furthest) * Number(batch)),
    ...racers.map((_, i) =>
      points.map((from) => mean(Array.from(standings[i]?.regrets.slice(from, from + each) ?? []))),
    ),
  ]
}
