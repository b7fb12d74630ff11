/** Each run by itself: how far it is, how it does, and its policy at play. */
import { Fragment } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type {
  BrokenLine,
  Overview,
  RunLine,
  Settings,
  Status,
} from '../../../src/lab-server/runs/messages.ts'
import { readMetrics } from '../../../src/runs/files/index.ts'
import { duration, plural } from '../../../src/studies/format.ts'
import { colourOf } from '../../../src/studies/report/theme.ts'
import { shortPath } from '../../../src/updates/index.ts'
import { adjust, linkTo, visit } from '../../place.ts'
import { Stage } from '../../play/stage.tsx'
import { Choice } from '../../ui/controls.tsx'
import { Field } from '../../ui/field.tsx'
import { LookForm } from '../../ui/look.tsx'
import { figure, stepsText } from '../../ui/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import { SettingsList } from '../../ui/settings-list.tsx'
import { MAX_RUNS, runs as pageRuns, takeUp } from '../train/runs.ts'
import { environments } from '../train/setup.ts'
import { fileOf } from './api.ts'
import { changeLook, lookOf } from './looks.ts'
import { columns, conditionOf, grouped, sorted, tellingPaths, textAt } from './order.ts'
import { type State, statuses } from './state.ts'

interface RunTableProps {
  readonly now: State
  readonly overview: Overview
}

/** Rows at first. */
const AT_ONCE = 40

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
  const { dir, common } = overview
  const all = inStudy(overview.runs)
  const telling = tellingPaths(all)
  // A line says what tells its run from others of its update; between updates, their names do.
  const toldOf = new Map(
    [...grouped(all, 'update', common)].map(([update, lines]) => [update, tellingPaths(lines)]),
  )
  const [filter, value] = conditionOf(now.where)
  const fitting = all
    .filter((line) => found(`${line.path} ${line.env} ${line.update} ${lookOf(dir, line.path).name ?? ''}`))
    .filter(({ status }) => now.status === undefined || shownAs[status] === now.status)
    .filter((line) => filter === undefined || textAt(line, filter, common) === value)
  const runs = now.sort
    ? sorted(fitting, now.sort, common)
    : [...fitting].sort((a, b) => Number(b.status === 'running') - Number(a.status === 'running'))
  const groups = grouped(runs.slice(0, most), now.group, common)
  const broken = inStudy(overview.broken)
    .filter(({ path }) => found(path))
    .filter(() => now.where === undefined && (now.status === undefined || now.status === 'broken'))
  const watched = overview.runs.find(({ path }) => path === now.watch)
  return (
    <div class="by-run">
      <Panel
        title={`${plural(runs.length, 'run')}${broken.length > 0 ? `, ${broken.length} broken` : ''}`}
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
        <Order now={now} lines={all} telling={telling} common={common} />
        {broken.length > 0 && (
          <ul class="run-lines">
            {broken.map((line) => (
              <BrokenRow key={line.path} line={line} />
            ))}
          </ul>
        )}
        {[...groups].map(([name, lines]) => (
          <Fragment key={name}>
            {now.group && (
              <h3>
                {now.group}: <b>{name}</b>
              </h3>
            )}
            <ul class="run-lines">
              {lines.map((line) => (
                <RunRow
                  key={line.path}
                  line={line}
                  overview={overview}
                  telling={telling}
                  told={toldOf.get(line.update) ?? []}
                  watched={line === watched}
                />
              ))}
            </ul>
          </Fragment>
        ))}
        {runs.length > most && (
          <button type="button" onClick={() => setMost(most + AT_ONCE)}>
            Show {Math.min(AT_ONCE, runs.length - most)} more
          </button>
        )}
        {runs.length + broken.length === 0 && (
          <p class="note">No run fits. Words are looked for in paths, environments, updates and names.</p>
        )}
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

interface OrderProps {
  readonly now: State
  readonly lines: readonly RunLine[]
  readonly telling: readonly string[]
  readonly common: Settings
}

/** Grouping, sorting, and one setting that runs must have. */
function Order({ now, lines, telling, common }: OrderProps) {
  const [filter, wanted] = conditionOf(now.where)
  // A link may name what no longer tells runs apart.
  const named = [now.group, now.sort, filter].filter((key) => key !== undefined)
  const keys = [...new Set([...columns, ...telling, ...named])]
  const values = filter === undefined ? [] : [...new Set(lines.map((line) => textAt(line, filter, common)))]
  const choice = (label: string, key: 'group' | 'sort', none: string) => (
    <Field name={label}>
      {(id) => (
        <select
          id={id}
          value={now[key] ?? ''}
          onChange={({ currentTarget: { value } }) => visit({ [key]: value || undefined })}
        >
          <option value="">{none}</option>
          {keys.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      )}
    </Field>
  )
  return (
    <div class="order">
      {choice('Group by', 'group', 'nothing')}
      {choice('Sort by', 'sort', 'running first')}
      <Field name="Only with">
        {(id) => (
          <select
            id={id}
            value={filter ?? ''}
            onChange={({ currentTarget: { value: path } }) =>
              visit({ where: path ? `${path}=${textAt(lines[0], path, common)}` : undefined })
            }
          >
            <option value="">any setting</option>
            {keys.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
      </Field>
      {filter !== undefined && (
        <Field name="of">
          {(id) => (
            <select
              id={id}
              value={wanted}
              onChange={({ currentTarget: { value } }) => visit({ where: `${filter}=${value}` })}
            >
              {values.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          )}
        </Field>
      )}
    </div>
  )
}

interface RunRowProps {
  readonly line: RunLine
  readonly overview: Overview
  readonly telling: readonly string[]
  /** Of these, those that differ among the runs of its update. */
  readonly told: readonly string[]
  readonly watched: boolean
}

function RunRow({ line, overview: { dir, common }, telling, told, watched }: RunRowProps) {
  const [open, setOpen] = useState(false)
  const { path, env, update, seed, status, steps, totalSteps, meanReturn, regret, seconds, checkpoint } = line
  const look = lookOf(dir, path)
  const differing = told.filter((one) => line.settings[one] !== undefined)
  const short = differing.slice(0, MOST_TOLD).map((one) => `${shortPath(one, told)}=${line.settings[one]}`)
  return (
    <li aria-current={watched ? 'true' : undefined} data-hidden={look.hidden}>
      <span class="mark" data-status={status} />
      <span class="what">
        <b style={look.colour === undefined ? {} : { '--swatch': colourOf(look.colour) }}>
          {look.name || update}
        </b>
        <small>
          {[look.name && update, env, `seed ${seed}`, ...short].filter(Boolean).join(', ')}
          {differing.length > MOST_TOLD && ` and ${differing.length - MOST_TOLD} more`}
        </small>
        <small class="path">{path}</small>
        {line.repeats !== null && <small>the same settings and seed as {line.repeats}</small>}
      </span>
      <span class="state">
        {status}
        <small>
          {status === 'finished' ? seconds !== null && duration(seconds) : stepsText(steps, totalSteps)}
        </small>
      </span>
      <span class="score number">
        {regret !== null ? figure(regret, 3) : meanReturn === null ? '–' : figure(meanReturn, 4)}
        <small>{regret !== null ? 'regret' : 'return'}</small>
      </span>
      <span class="row buttons">
        <button
          type="button"
          aria-label={`settings of ${path}`}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          Settings
        </button>
        <button
          type="button"
          aria-label={`watch ${path}`}
          disabled={!checkpoint}
          onClick={() => visit({ watch: watched ? undefined : path })}
        >
          {watched ? 'Close' : 'Watch'}
        </button>
      </span>
      {open && (
        <div class="details">
          <LookForm
            look={{ name: look.name ?? '', colour: look.colour ?? -1, hidden: look.hidden ?? false }}
            named={update}
            onChange={(change) => changeLook(dir, path, change)}
          />
          <SettingsList
            settings={new Map(Object.entries({ ...common, ...line.settings }))}
            telling={new Set(telling)}
          />
        </div>
      )}
    </li>
  )
}

/** Differing settings that a line has room for. */
const MOST_TOLD = 4

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
