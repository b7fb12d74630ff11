/** Progress of many runs on stderr: bars on a terminal, a line for each run that ends everywhere. */
import type { SingleBar } from 'cli-progress'
import { duration, NONE, whole } from '../../studies/format.ts'
import type { Job, Listeners, Outcome } from '../../studies/job.ts'
import type { Metrics } from '../../training/metrics.ts'
import { say } from '../say.ts'
import { endingText } from './ending-text.ts'
import { Forecast, stepsOf } from './forecast.ts'
import { Leaderboard } from './leaderboard.ts'
import { ProgressBars } from './progress-bars.ts'
import { scoreText } from './score-text.ts'

/** More bars than this would not fit a screen; the total bar counts all. */
const MAX_BARS = 12
const MAX_LEADER_LINES = 8

export class StudyProgress implements Required<Listeners> {
  readonly #leaderboard = new Leaderboard()
  readonly #forecast = new Forecast()
  /** Steps done so far, of runs in progress. */
  readonly #steps = new Map<Job, number>()
  readonly #bars = new Map<Job, SingleBar>()
  readonly #leaderLines = new Map<string, SingleBar>()
  readonly #display: ProgressBars | undefined
  readonly #total: SingleBar | undefined
  #jobs = 0
  #ended = 0
  #totalSteps = 0
  #done = 0

  constructor(jobs: readonly Job[]) {
    this.#display = jobs.length > 0 ? ProgressBars.open() : undefined
    this.#total = this.#display?.add(1, '')
    this.onAdded(jobs)
  }

  onAdded(jobs: readonly Job[]): void {
    this.#jobs += jobs.length
    for (const job of jobs) {
      this.#totalSteps += stepsOf(job)
      this.#forecast.add(job)
      this.#leaderLine(job.config.env)
    }
    this.#total?.setTotal(Math.max(1, this.#totalSteps))
    this.#draw()
  }

  onStart(job: Job): void {
    this.#steps.set(job, 0)
    if (!this.#display || this.#bars.size >= MAX_BARS || this.#bars.has(job)) return
    this.#bars.set(job, this.#display.add(stepsOf(job), job.name, 'starting'))
  }

  onProgress(job: Job, { step, meanReturn, regret, stepsPerSecond }: Metrics): void {
    const facts = `${scoreText(meanReturn, regret)}  ${whole(stepsPerSecond)} steps/s`
    this.#bars.get(job)?.update(Math.min(step, stepsOf(job)), { facts })
    this.#forecast.measured(job, stepsPerSecond)
    this.#advance(job, step)
    this.#draw()
  }

  onRetry(job: Job, message: string): void {
    this.#removeBar(job)
    this.#advance(job, 0)
    this.#steps.delete(job)
    this.note(`         ${job.name}: failed, will be tried once more: ${message}`)
  }

  onEnd(job: Job, outcome: Outcome): void {
    this.#removeBar(job)
    this.#ended++
    this.#advance(job, stepsOf(job))
    this.#steps.delete(job)
    if (outcome.status !== 'failed') {
      this.#forecast.measured(job, outcome.result.stepsPerSecond)
      this.#leaderboard.add(job, outcome.result)
    }
    this.note(`${this.#count().padStart(7)}  ${job.name}: ${endingText(job, outcome)}`)
    this.#draw()
  }

  note(text: string): void {
    if (this.#display) this.#display.log(text)
    else say(text)
  }

  end(): void {
    this.#display?.close()
  }

  #removeBar(job: Job): void {
    const bar = this.#bars.get(job)
    if (bar) this.#display?.remove(bar)
    this.#bars.delete(job)
  }

  #advance(job: Job, step: number): void {
    const reached = Math.min(step, stepsOf(job))
    const more = reached - (this.#steps.get(job) ?? 0)
    this.#steps.set(job, reached)
    this.#done += more
    this.#forecast.advance(job, more)
  }

  #draw(): void {
    if (!this.#total) return
    const left = this.#forecast.seconds(this.#steps.size)
    this.#total.update(this.#done, { name: this.#count(), facts: `${duration(left)} left` })
    for (const [env, line] of this.#leaderLines) {
      const best = this.#leaderboard.text(env) || NONE
      line.update({ facts: `${env}: ${best}` })
    }
  }

  #leaderLine(env: string): void {
    if (!this.#display || this.#leaderLines.has(env) || this.#leaderLines.size >= MAX_LEADER_LINES) return
    this.#leaderLines.set(env, this.#display.addText())
  }

  #count = () => `${this.#ended}/${this.#jobs}`
}
