/** Progress of one run on stderr: a bar on a terminal, now and then a line elsewhere. */
import type { SingleBar } from 'cli-progress'
import { duration, whole } from '../../studies/format.ts'
import type { Metrics } from '../../training/metrics.ts'
import { say } from '../say.ts'
import { LineThrottle } from './line-throttle.ts'
import { ProgressBars } from './progress-bars.ts'
import { scoreText } from './score-text.ts'

/** Least time between two drawings of the bar, milliseconds. */
const REDRAW_MS = 100

export class RunProgress {
  readonly #totalSteps: number
  readonly #throttle = new LineThrottle()
  #display: ProgressBars | undefined
  readonly #bar: SingleBar | undefined
  #drawn = 0

  constructor(name: string, totalSteps: number) {
    this.#totalSteps = totalSteps
    this.#display = ProgressBars.open()
    this.#bar = this.#display?.add(totalSteps, name, 'starting')
  }

  update(metrics: Metrics): void {
    const fraction = Math.min(1, metrics.step / this.#totalSteps)
    if (this.#bar ? !this.#redrawDue() : !this.#throttle.due(fraction)) return
    const { step, stepsPerSecond, meanReturn, regret, policyValue } = metrics
    const left = Math.max(0, this.#totalSteps - step) / stepsPerSecond
    const facts = `${scoreText(meanReturn, regret, policyValue)}  ${whole(stepsPerSecond)} steps/s  ${duration(left)} left`
    if (this.#bar) this.#bar.update(Math.min(step, this.#totalSteps), { facts })
    else say(`${`${Math.floor(100 * fraction)} %`.padStart(5)}  ${whole(step)} steps  ${facts}`)
  }

  /** Text is dear, and a fast run has hundreds of updates a second. */
  #redrawDue(): boolean {
    const now = performance.now()
    if (now - this.#drawn < REDRAW_MS) return false
    this.#drawn = now
    return true
  }

  note(text: string): void {
    if (this.#display) this.#display.log(text)
    else say(text)
  }

  end(): void {
    this.#display?.close()
    this.#display = undefined
  }
}
