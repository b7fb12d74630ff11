/** The runs of the page, with what can be done with each. */
import { useState } from 'preact/hooks'
import { duration, whole } from '../../../src/studies/format.ts'
import { figure } from '../../ui/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import { ChangeForm } from './change-form.tsx'
import { close, download, type PageRun, runs, watched } from './runs.ts'

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
  const [changing, setChanging] = useState(false)
  const state = run.state.value
  const { config } = run.facts.value ?? {}
  const latest = run.latest
  const step = latest?.step ?? 0
  return (
    <li>
      <div class="run" style={{ '--swatch': `var(--series-${run.series})` }}>
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
            <b>{run.name}</b>
            {config && <small>{`${config.env}, seed ${config.seed}`}</small>}
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
            {config && `${whole(step)} of ${whole(config.totalSteps)} steps`}
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
            aria-expanded={changing}
            disabled={!config}
            onClick={() => setChanging(!changing)}
          >
            Change…
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
      {changing && <ChangeForm run={run} onDone={() => setChanging(false)} />}
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
