/** Progress of many runs on stderr: bars on a terminal, a line for each run that ends everywhere. */
import type { SingleBar } from 'cli-progress'
import { duration, whole } from '../../studies/format.ts'
import type { Job } from '../../studies/plan.ts'
import type { Outcome, PoolOptions } from '../../studies/pool.ts'
import type { Metrics } from '../../training/metrics.ts'
import { Board } from './board.ts'
import { scoreText } from './score-text.ts'

/** More bars than this would not fit a screen; the total bar counts all. */
const MOST_BARS = 12

export const nameOf = ({ config }: Job) => `${config.update.name} seed ${config.seed}`

export class StudyProgress {
  readonly #jobs: readonly Job[]
  readonly #totalSteps: number
  readonly #began = performance.now()
  readonly #steps = new Map<Job, number>()
  readonly #bars = new Map<Job, SingleBar>()
  #board: Board | undefined
  readonly #total: SingleBar | undefined
  #ended = 0

  constructor(jobs: readonly Job[]) {
    this.#jobs = jobs
    this.#totalSteps = jobs.reduce((sum, { config }) => sum + config.totalSteps, 0)
    this.#board = jobs.length > 0 ? Board.open() : undefined
    this.#total = this.#board?.add(this.#totalSteps, this.#count())
  }

  /** What the pool tells. */
  get listeners(): Pick<PoolOptions, 'onStart' | 'onProgress' | 'onEnd'> {
    return {
      onStart: (job) => this.#start(job),
      onProgress: (job, metrics) => this.#update(job, metrics),
      onEnd: (job, outcome) => this.#finish(job, outcome),
    }
  }

  note(text: string): void {
    if (this.#board) this.#board.log(text)
    else process.stderr.write(`${text}\n`)
  }

  end(): void {
    this.#board?.close()
    this.#board = undefined
  }

  #start(job: Job): void {
    if (!this.#board || this.#bars.size >= MOST_BARS) return
    this.#bars.set(job, this.#board.add(job.config.totalSteps, nameOf(job), 'starting'))
  }

  #update(job: Job, { step, meanReturn, regret, stepsPerSecond }: Metrics): void {
    const facts = `${scoreText(meanReturn, regret)}  ${whole(stepsPerSecond)} steps/s`
    this.#bars.get(job)?.update(Math.min(step, job.config.totalSteps), { facts })
    this.#advance(job, step)
  }

  #finish(job: Job, outcome: Outcome): void {
    const bar = this.#bars.get(job)
    if (bar) this.#board?.remove(bar)
    this.#bars.delete(job)
    this.#ended++
    this.#advance(job, job.config.totalSteps)
    this.note(`${this.#count().padStart(7)}  ${nameOf(job)}: ${ending(outcome)}`)
  }

  #advance(job: Job, step: number): void {
    this.#steps.set(job, Math.min(step, job.config.totalSteps))
    const done = [...this.#steps.values()].reduce((sum, steps) => sum + steps, 0)
    const left = ((performance.now() - this.#began) / 1000) * (this.#totalSteps / done - 1)
    this.#total?.update(done, { name: this.#count(), facts: `${duration(left)} left` })
  }

  #count = () => `${this.#ended}/${this.#jobs.length}`
}

function ending(outcome: Outcome): string {
  if (outcome.status === 'failed') return `failed: ${outcome.message}`
  const { meanReturn, regret, steps, seconds } = outcome.result
  const stopped = outcome.status === 'stopped' ? `stopped after ${whole(steps)} steps, ` : ''
  return `${stopped}${scoreText(meanReturn, regret)}, ${duration(seconds)}`
}
