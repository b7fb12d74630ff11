/** Trains CartPole in the page: the return as it grows, and the pole before and after. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Chart } from '../../lab/ui/chart.tsx'
import { compact, fixed } from '../../lab/ui/numbers.ts'
import type { Metrics, Policy } from '../../src/index.ts'
import { trainInWorker } from '../../src/runs/worker/train-in-worker.ts'
import { CartPolePlay } from './play.tsx'

const settings = {
  env: 'CartPole-v1',
  numEnvs: 8,
  epochs: 10,
  optimiser: { learningRate: 1e-3 },
  totalSteps: 60_000,
  seed: 1,
} as const

type Progress = readonly Pick<Metrics, 'step' | 'meanReturn'>[]

export function LiveTraining() {
  const [progress, setProgress] = useState<Progress>([])
  const [policy, setPolicy] = useState<Policy>()
  const [problem, setProblem] = useState<string>()
  const [running, setRunning] = useState(false)
  const worker = useRef<Worker | null>(null)
  useEffect(() => () => worker.current?.terminate(), [])

  async function start(): Promise<void> {
    setRunning(true)
    setProgress([])
    setPolicy(undefined)
    worker.current = new Worker(new URL('../../src/runs/worker/serve.ts', import.meta.url), {
      type: 'module',
    })
    try {
      const run = await trainInWorker(worker.current, {
        ...settings,
        onProgress: (row) => setProgress((rows) => [...rows, row]),
      })
      setPolicy(run.policy)
    } catch (error) {
      setProblem((error as Error).message)
    }
    worker.current.terminate()
    setRunning(false)
  }
  return (
    <figure class="live training">
      <div class="row">
        <button type="button" class="primary" disabled={running} onClick={start}>
          {running ? 'Training …' : policy ? 'Train again' : 'Train in this page'}
        </button>
        <p class="note" aria-live="polite">
          {problem ?? summary(progress, policy)}
        </p>
      </div>
      <div class="split">
        <CartPolePlay policy={policy} />
        <Chart
          label="mean return against environment steps"
          lines={[{ name: 'mean return of the last 100 episodes', colour: '--series-0' }]}
          data={[progress.map(({ step }) => step), progress.map(({ meanReturn }) => meanReturn)]}
          xTitle="environment steps"
          yTitle="return"
          height={180}
          xRange={[0, settings.totalSteps]}
          yRange={[0, 500]}
          xText={compact}
        />
      </div>
    </figure>
  )
}

function summary(progress: Progress, policy: Policy | undefined): string {
  const last = progress.at(-1)
  if (!last) return 'Sixty thousand steps of CartPole, in a worker of your browser: a few seconds.'
  const score =
    last.meanReturn === null ? 'no episode has ended' : `${fixed(last.meanReturn, 0)} steps upright`
  return `${last.step.toLocaleString('en')} steps: ${score}${policy ? '. On the left, the policy that it learnt.' : ''}`
}
