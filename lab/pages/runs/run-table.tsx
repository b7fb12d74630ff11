/** Each run by itself: how far it is, how it does, and its policy at play. */
import { useEffect, useState } from 'preact/hooks'
import type { BrokenLine, Overview, RunLine, Status } from '../../../src/lab-server/runs/messages.ts'
import { readMetrics } from '../../../src/runs/files/index.ts'
import { duration, plural, whole } from '../../../src/studies/format.ts'
import { adjust, linkTo, visit } from '../../place.ts'
import { Stage } from '../../play/stage.tsx'
import { Choice } from '../../ui/controls.tsx'
import { figure } from '../../ui/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import { MAX_RUNS, runs as pageRuns, takeUp } from '../train/runs.ts'
import { environments } from '../train/setup.ts'
import { fileOf } from './api.ts'
import type { State } from './state.ts'

interface RunTableProps {
  readonly now: State
  readonly overview: Overview
}

/** Rows at first. */
const AT_ONCE = 40

const statuses = ['running', 'finished', 'unfinished', 'broken'] as const
type Shown = (typeof statuses)[number]

const shownAs: Readonly<Record<Status, Shown>> = {
  running: 'running',
  finished: 'finished',
  stopped: 'unfinished',
  interrupted: 'unfinished',
  failed: 'broken',
}

export function RunTable({ now, overview }: RunTableProps) {
  const [most, setMost] = useState(AT_ONCE)
  const inStudy = <T extends { study: string }>(lines: readonly T[]) =>
    lines.filter(({ study }) => now.study === undefined || study === now.study)
  const words = now.find.toLowerCase().split(/\s+/).filter(Boolean)
  const found = (text: string) => words.every((word) => text.toLowerCase().includes(word))
  const runs = inStudy(overview.runs)
    .filter(({ path, env, update }) => found(`${path} ${env} ${update}`))
    .filter(({ status }) => now.status === undefined || shownAs[status] === now.status)
    .sort((a, b) => Number(b.status === 'running') - Number(a.status === 'running'))
  const broken = inStudy(overview.broken)
    .filter(({ path }) => found(path))
    .filter(() => now.status === undefined || now.status === 'broken')
  const watched = overview.runs.find(({ path }) => path === now.watch)
  return (
    <div class="by-run">
      <Panel
        title={plural(runs.length + broken.length, 'run')}
        aside={
          <div class="row">
            <input
              type="search"
              placeholder="Find"
              aria-label="find runs by words of their path, update or environment"
              value={now.find}
              onInput={({ currentTarget: { value } }) => adjust({ find: value || undefined })}
            />
            <Choice
              name="status"
              value={now.status ?? 'all'}
              options={['all', ...statuses].map((value) => ({ value, text: value }))}
              onChange={(value) => visit({ status: value === 'all' ? undefined : value })}
            />
          </div>
        }
      >
        <ul class="run-lines">
          {broken.map((line) => (
            <BrokenRow key={line.path} line={line} />
          ))}
          {runs.slice(0, most).map((line) => (
            <RunRow key={line.path} line={line} watched={line === watched} />
          ))}
        </ul>
        {runs.length > most && (
          <button type="button" onClick={() => setMost(most + AT_ONCE)}>
            Show {Math.min(AT_ONCE, runs.length - most)} more
          </button>
        )}
        {runs.length + broken.length === 0 && <p class="note">No run fits.</p>}
      </Panel>
      <Panel title="The policy at play" class="watch">
        {watched ? (
          <Watch key={watched.path} line={watched} />
        ) : (
          <div class="stage">
            <div class="picture empty">
              <span>Choose a run to watch its policy play.</span>
            </div>
            <div class="caption" />
          </div>
        )}
      </Panel>
    </div>
  )
}

const BrokenRow = ({ line: { path, problem } }: { readonly line: BrokenLine }) => (
  <li class="broken">
    <span class="mark" data-status="broken" />
    <span class="what">
      <b>{path === '' ? 'this folder' : path}</b>
      <small>{problem}</small>
    </span>
    <span class="state">broken</span>
  </li>
)

function RunRow({ line, watched }: { readonly line: RunLine; readonly watched: boolean }) {
  const { path, env, update, seed, status, steps, totalSteps, meanReturn, regret, seconds, checkpoint } = line
  return (
    <li aria-current={watched ? 'true' : undefined}>
      <span class="mark" data-status={status} />
      <span class="what">
        <b>{update}</b>
        <small title={path}>{`${env}, seed ${seed}`}</small>
      </span>
      <span class="state">
        {status}
        <small>
          {status === 'finished'
            ? seconds !== null && duration(seconds)
            : `${whole(steps)} of ${whole(totalSteps)}`}
        </small>
      </span>
      <span class="score number">
        {regret !== null ? figure(regret, 3) : meanReturn === null ? '–' : figure(meanReturn, 4)}
        <small>{regret !== null ? 'regret' : 'return'}</small>
      </span>
      <button
        type="button"
        aria-label={`watch ${path}`}
        disabled={!checkpoint}
        onClick={() => visit({ watch: watched ? undefined : path })}
      >
        {watched ? 'Close' : 'Watch'}
      </button>
    </li>
  )
}

function Watch({ line: { path, env, update } }: { readonly line: RunLine }) {
  const [checkpoint, setCheckpoint] = useState<Uint8Array<ArrayBuffer>>()
  const [problem, setProblem] = useState<string>()
  const here = environments.includes(env.split('?')[0])
  useEffect(() => {
    if (here) fileOf(path, 'checkpoint').then(setCheckpoint, (error) => setProblem(error.message))
  }, [])
  const full = pageRuns.value.length >= MAX_RUNS
  if (!here)
    return (
      <p class="note">
        {env} is not an environment of the browser. In a terminal: <code>formscale eval {path}</code>
      </p>
    )
  return (
    <>
      {problem && <p class="problem">{problem}</p>}
      {checkpoint ? (
        <Stage label={`${env}, played by ${update}`} play={{ checkpoint }} />
      ) : (
        <div class="stage">
          <div class="picture empty" />
          <div class="caption" />
        </div>
      )}
      <p class="note">{path}</p>
      <div class="row">
        <button
          type="button"
          disabled={!checkpoint || full}
          onClick={async () => {
            const rows = readMetrics(new TextDecoder().decode(await fileOf(path, 'metrics')))
            if (checkpoint) takeUp({ checkpoint, rows })
            location.hash = linkTo('train')
          }}
        >
          Take it up in Train
        </button>
        {full && <span class="note">Train has {MAX_RUNS} runs already: close one there.</span>}
      </div>
    </>
  )
}
