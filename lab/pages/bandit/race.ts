/** A race in a worker, as a hook. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ConfigInput } from '../../../src/training/config.ts'
import type { FromRace, Standing, ToRace } from './race-messages.ts'

export interface Race {
  readonly state: 'ready' | 'running' | 'paused' | 'finished'
  readonly standings: readonly Standing[]
  readonly problem?: string
  start(): void
  pause(): void
  go(): void
}

/** The race of these runs; other settings mean another race, which waits to be started. */
export function useRace(configs: readonly ConfigInput[]): Race {
  const worker = useRef<Worker | null>(null)
  const [state, setState] = useState<Race['state']>('ready')
  const [standings, setStandings] = useState<readonly Standing[]>([])
  const [problem, setProblem] = useState<string>()
  const key = JSON.stringify(configs)

  useEffect(() => {
    setState('ready')
    setStandings([])
    setProblem(undefined)
    return () => {
      worker.current?.terminate()
      worker.current = null
    }
  }, [key])

  const send = (message: ToRace) => worker.current?.postMessage(message)
  return {
    state,
    standings,
    ...(problem !== undefined && { problem }),
    start() {
      worker.current?.terminate()
      setProblem(undefined)
      const made = new Worker(new URL('./race.worker.ts', import.meta.url), { type: 'module' })
      made.onmessage = ({ data }: MessageEvent<FromRace>) => {
        if (data.kind === 'refused') {
          setProblem(data.problem)
          setState('ready')
          return
        }
        requestAnimationFrame(() => {
          if (worker.current !== made) return
          setStandings(data.standings)
          if (data.finished) setState('finished')
          send({ kind: 'drawn' })
        })
      }
      made.onerror = (event) => setProblem(event.message || 'the worker could not be loaded')
      worker.current = made
      setState('running')
      send({ kind: 'start', configs })
    },
    pause() {
      setState('paused')
      send({ kind: 'pause' })
    },
    go() {
      setState('running')
      send({ kind: 'go' })
    },
  }
}
