/** Check: the self-checks of formscale doctor, in the visitor's own browser. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { CheckResult } from '../../../src/checks/index.ts'
import { Panel } from '../../ui/panel.tsx'
import './check.css'
import type { FromChecks, Listed } from './check.worker.ts'

type Results = Readonly<Record<string, CheckResult | 'running'>>

/** The names of those that run without being asked for. */
const light = (checks: readonly Listed[]) =>
  checks.filter(({ needs }) => needs === undefined).map(({ name }) => name)

export default function CheckPage() {
  const { checks, results, run, problem } = useChecks()
  const found = Object.values(results).filter((result) => result !== 'running')
  const running = checks.length === 0 || Object.values(results).includes('running')
  const failed = found.filter(({ passed }) => !passed).length
  return (
    <>
      <h1>Check this browser</h1>
      <p class="lead">
        Everything in the lab is computed on your machine. Here is whether it is computed right: the same
        checks as <code>formscale doctor</code> runs in the terminal.
      </p>
      <Panel
        title={<Verdict running={running} failed={failed} done={found.length} />}
        aside={
          <button type="button" disabled={running} onClick={() => run(light(checks))}>
            Run again
          </button>
        }
      >
        {problem && <p class="problem">{problem}</p>}
        <ul class="checks">
          {checks.map(({ name, about, needs }) => (
            <Row
              key={name}
              {...{ name, about, needs, running }}
              result={results[name]}
              run={() => run([name])}
            />
          ))}
        </ul>
      </Panel>
      <p class="note engine">{navigator.userAgent}</p>
    </>
  )
}

/** The checks and their results, coming in from a worker; the light ones start with the page. */
function useChecks() {
  const worker = useRef<Worker | null>(null)
  const [checks, setChecks] = useState<readonly Listed[]>([])
  const [results, setResults] = useState<Results>({})
  const [problem, setProblem] = useState<string>()

  const run = (names: readonly string[]) => {
    setResults((known) => ({
      ...known,
      ...Object.fromEntries(names.map((name) => [name, 'running' as const])),
    }))
    worker.current?.postMessage(names)
  }
  useEffect(() => {
    const made = new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module' })
    made.onmessage = ({ data }: MessageEvent<FromChecks>) => {
      if (data.kind === 'list') {
        setChecks(data.checks)
        run(light(data.checks))
      } else setResults((known) => ({ ...known, [data.result.name]: data.result }))
    }
    made.onerror = (event) =>
      setProblem(`The checks could not be loaded: ${event.message || 'no reason given'}`)
    worker.current = made
    return () => made.terminate()
  }, [])
  return { checks, results, run, problem }
}

interface VerdictProps {
  readonly running: boolean
  readonly failed: number
  readonly done: number
}

const Verdict = ({ running, failed, done }: VerdictProps) => (
  <span role="status" class={running ? '' : failed > 0 ? 'bad' : 'good'}>
    {running
      ? `Checking: ${done} done`
      : failed > 0
        ? `${failed} of ${done} checks failed`
        : `All ${done} checks passed`}
  </span>
)

interface RowProps {
  readonly name: string
  readonly about: string
  readonly needs: string | undefined
  readonly running: boolean
  readonly result: CheckResult | 'running' | undefined
  run(): void
}

function Row({ name, about, needs, running, result, run }: RowProps) {
  const finished = typeof result === 'object' ? result : undefined
  const state = finished
    ? finished.passed
      ? 'passed'
      : 'failed'
    : result === 'running'
      ? 'running'
      : 'waiting'
  return (
    <li data-state={state}>
      <span class="mark" role="img" aria-label={state}>
        {marks[state]}
      </span>
      <div>
        <h3>{name}</h3>
        <p>{about}</p>
      </div>
      <p class="detail">
        {finished?.detail}
        {state === 'waiting' && needs && (
          <button type="button" disabled={running} onClick={run}>
            Load {needs} and run
          </button>
        )}
      </p>
      <span class="time">{finished ? `${Math.round(finished.milliseconds)} ms` : ''}</span>
    </li>
  )
}

const marks = { passed: '✓', failed: '✗', running: '…', waiting: '·' } as const
