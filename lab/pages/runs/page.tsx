/** Runs: the studies and runs of the folder that `formscale lab` serves, live while they train. */
import { useEffect, useState } from 'preact/hooks'
import type { Overview, StudyView } from '../../../src/lab-server/runs/messages.ts'
import { plural } from '../../../src/studies/format.ts'
import { visit } from '../../place.ts'
import { CopyText } from '../../ui/copy-text.tsx'
import { Field } from '../../ui/field.tsx'
import { LinkProblems } from '../../ui/link-problems.tsx'
import { Panel } from '../../ui/panel.tsx'
import { address, isServed, useAnswer } from './api.ts'
import { Compare } from './compare.tsx'
import { RunTable } from './run-table.tsx'
import './runs.css'
import { Standings } from './standings.tsx'
import { link, type State, state } from './state.ts'

export default function RunsPage() {
  const served = useServed()
  return (
    <>
      <h1>Runs</h1>
      <LinkProblems checks={link} />
      {served === false ? <NotServed /> : <Served ready={served === true} />}
    </>
  )
}

function useServed(): boolean | undefined {
  const [served, setServed] = useState<boolean>()
  useEffect(() => {
    isServed().then(setServed, () => setServed(false))
  }, [])
  return served
}

const NotServed = () => (
  <>
    <p class="lead">
      This is a static copy of the lab, which sees no files. On your own machine the lab lists the runs and
      studies of a folder, compares them, and lets their policies play.
    </p>
    <Panel title="See your runs" class="start">
      <CopyText
        label="Train something, if there is nothing yet"
        text="npx formscale compare --env CartPole-v1 --updates ppo,spo,mdpo --seeds 5 --out runs/first"
      />
      <CopyText label="Open the lab on the folder" text="npx formscale lab --dir runs" />
    </Panel>
  </>
)

function Served({ ready }: { readonly ready: boolean }) {
  const now = state()
  const overview = useAnswer<Overview>(ready ? address('runs') : undefined)
  const study = useAnswer<StudyView>(ready ? address('study', { study: now.study }) : undefined)
  const { value, problem } = overview
  const empty = value && value.runs.length === 0 && value.broken.length === 0
  const environments = study.value?.environments ?? []
  const chosen = environments.find(({ env }) => env === now.env) ?? environments[0]
  return (
    <>
      <p class="lead">
        {value ? (
          <>
            <code>{value.dir}</code> on this machine: {summary(value)}. Whatever trains shows up here while it
            does.
          </>
        ) : (
          <span role="status">Reading the runs of the folder …</span>
        )}
      </p>
      {problem && <p class="problem">{problem}</p>}
      {value && empty && <Empty dir={value.dir} />}
      {value && !empty && (
        <div class="stack">
          <Filters
            now={now}
            overview={value}
            environments={environments.map(({ env }) => env)}
            env={chosen?.env}
          />
          {!study.value && (
            <Panel title="Scores">
              <p class="note" role="status">
                Working out scores and intervals of {plural(value.runs.length, 'run')} …
              </p>
            </Panel>
          )}
          {chosen && <Compare dir={value.dir} now={now} view={chosen} />}
          {study.value && study.value.standings.length > 0 && <Standings view={study.value} />}
          <RunTable now={now} overview={value} />
        </div>
      )}
    </>
  )
}

function summary({ runs, broken, studies }: Overview): string {
  const running = runs.filter(({ status }) => status === 'running').length
  return [
    plural(runs.length, 'run'),
    ...(studies.length > 0 ? [`${studies.length} ${studies.length === 1 ? 'study' : 'studies'}`] : []),
    ...(running > 0 ? [`${running} running`] : []),
    ...(broken.length > 0 ? [`${broken.length} broken`] : []),
  ].join(', ')
}

const Empty = ({ dir }: { readonly dir: string }) => (
  <Panel title="Nothing here yet" class="start">
    <CopyText label="A run" text={`npx formscale train --env CartPole-v1 --update ppo --out ${dir}/first`} />
    <CopyText
      label="A study: three updates, five seeds each"
      text={`npx formscale compare --env CartPole-v1 --updates ppo,spo,mdpo --seeds 5 --out ${dir}/study`}
    />
  </Panel>
)

interface FiltersProps {
  readonly now: State
  readonly overview: Overview
  readonly environments: readonly string[]
  readonly env: string | undefined
}

const ALL = '*'

function Filters({ now, overview, environments, env }: FiltersProps) {
  const { studies, runs } = overview
  const alone = runs.filter(({ study }) => study === '').length
  const commands = studies.find(({ path }) => path === now.study)?.commands ?? []
  return (
    <div class="filters">
      <Field name="Study">
        {(id) => (
          <select
            id={id}
            value={now.study ?? ALL}
            onChange={({ currentTarget: { value } }) =>
              visit({
                study: value === ALL ? undefined : value,
                env: undefined,
                show: undefined,
                watch: undefined,
              })
            }
          >
            <option value={ALL}>all runs</option>
            {studies.map(({ path, runs: count, search }) => (
              <option key={path} value={path}>
                {`${path} (${search ? plural(count, 'trial') : plural(count, 'run')})`}
              </option>
            ))}
            {studies.length > 0 && alone > 0 && <option value="">{`runs of no study (${alone})`}</option>}
          </select>
        )}
      </Field>
      <Field name="Environment">
        {(id) => (
          <select
            id={id}
            value={env ?? ''}
            onChange={({ currentTarget: { value } }) => visit({ env: value, show: undefined })}
          >
            {environments.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
      </Field>
      {commands.length > 0 && <CopyText label="Made by" text={commands[commands.length - 1]} />}
    </div>
  )
}
