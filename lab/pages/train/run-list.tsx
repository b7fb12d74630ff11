/** The runs of the page, with what can be done with each. */
import { useState } from 'preact/hooks'
import { duration, whole } from '../../../src/studies/format.ts'
import { figure, stepsText } from '../../ui/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import { Path } from '../../ui/path.tsx'
import { ChangeForm } from './change-form.tsx'
import { RunDetails } from './run-details.tsx'
import { close, download, type PageRun, runs, twinOf, watched } from './runs.ts'
import { Timeline } from './timeline.tsx'

export const RunList = () => (
  <Panel title="Runs" class="runs">
    {runs.value.length === 0 ? (
      <p class="note none">None yet: press Train, and everything below comes to life.</p>
    ) : (
      <ul>
        {runs.value.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </ul>
    )}
  </Panel>
)

function RunRow({ run }: { readonly run: PageRun }) {
  const [open, setOpen] = useState<'change' | 'details' | undefined>()
  const toggle = (which: 'change' | 'details') => setOpen(open === which ? undefined : which)
  const twin = twinOf(run)
  const state = run.state.value
  const { config } = run.facts.value ?? {}
  const latest = run.latest
  const step = latest?.step ?? 0
  return (
    <li>
      <div class="run" style={{ '--swatch': `var(--series-${run.colour.value})` }}>
        <label class="name">
          <input
            type="radio"
            name="watched"
            aria-label={`watch ${run.name}`}
            checked={watched.value === run}
            onChange={() => {
              watched.value = run
            }}
          />
          <span class="swatch" />
          <span>
            <b>
              <Path path={run.name} />
            </b>
            {config && (
              <small>{`${config.env}, seed\u00a0${config.seed}${run.hidden.value ? ', hidden' : ''}`}</small>
            )}
          </span>
        </label>
        <div class="how">
          <progress
            value={step}
            max={config?.totalSteps ?? 1}
            aria-label={`steps of ${run.name}`}
            data-state={state}
          />
          <small class="number">
            {config && stepsText(step, config.totalSteps)}
            {!config && state !== 'failed' && 'starting …'}
          </small>
        </div>
        <output class="score number" aria-live="off" aria-label={`return of ${run.name}`}>
          {latest?.meanReturn == null ? '–' : figure(latest.meanReturn, 4)}
          <small>{latest?.regret === undefined ? 'return' : `return, regret ${figure(latest.regret)}`}</small>
        </output>
        <span class="pace number">
          {latest ? `${whole(latest.stepsPerSecond)}/s` : ''}
          <small>{latest ? duration(latest.seconds) : ''}</small>
        </span>
        <div class="actions">
          <Transport run={run} />
          <button
            type="button"
            aria-expanded={open === 'change'}
            disabled={!config}
            onClick={() => toggle('change')}
          >
            Change…
          </button>
          <button
            type="button"
            aria-label={`settings of ${run.name}`}
            aria-expanded={open === 'details'}
            disabled={!config}
            onClick={() => toggle('details')}
          >
            Settings
          </button>
          <button type="button" disabled={!config || state === 'failed'} onClick={() => void download(run)}>
            Download
          </button>
          <button type="button" class="plain" aria-label={`close ${run.name}`} onClick={() => close(run)}>
            ✕
          </button>
        </div>
      </div>
      {run.problem.value && (
        <p class="note wrong" role="alert">
          {run.problem.value}
        </p>
      )}
      {run.aim.value && <p class="note">Ended by its aim, {run.aim.value}.</p>}
      {twin && <p class="note">The same settings and seed as {twin.name}: it adds no evidence.</p>}
      {watched.value === run && <Timeline run={run} onBranch={() => setOpen('change')} />}
      {open === 'change' && <ChangeForm run={run} onDone={() => setOpen(undefined)} />}
      {open === 'details' && <RunDetails run={run} />}
    </li>
  )
}

function Transport({ run }: { readonly run: PageRun }) {
  const state = run.state.value
  if (state === 'failed') return <span class="state failed">failed</span>
  if (state === 'finished') return <span class="state">finished</span>
  const running = state === 'running'
  return (
    <button
      type="button"
      disabled={state === 'starting'}
      onClick={() => run.tell({ kind: running ? 'pause' : 'go' })}
    >
      {state === 'paused' ? 'Go on' : 'Pause'}
    </button>
  )
}
