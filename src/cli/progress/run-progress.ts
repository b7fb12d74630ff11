/** Progress of one run on stderr: a bar on a terminal, now and then a line elsewhere. */
import type { SingleBar } from 'cli-progress'
import { duration, whole } from '../../studies/format.ts'
import type { Metrics } from '../../training/metrics.ts'
import { Board } from './board.ts'
import { LinePace } from './line-pace.ts'
import { scoreText } from './score-text.ts'

/** Least time between two drawings of the bar, milliseconds. */
const REDRAW = 100

export class RunProgress {
  readonly #totalSteps: number
  readonly #pace = new LinePace()
  #board: Board | undefined
  readonly #bar: SingleBar | undefined
  #drawn = 0

  constructor(name: string, totalSteps: number) {
    this.#totalSteps = totalSteps
    this.#board = Board.open()
    this.#bar = this.#board?.add(totalSteps, name, 'starting')
  }

  update(metrics: Metrics): void {
    const fraction = Math.min(1, metrics.step / this.#totalSteps)
    if (this.#bar ? !this.#redrawDue() : !this.#pace.due(fraction)) return
    const { step, stepsPerSecond, meanReturn, regret } = metrics
    const left = Math.max(0, this.#totalSteps - step) / stepsPerSecond
    const facts = `${scoreText(meanReturn, regret)}  ${whole(stepsPerSecond)} steps/s  ${duration(left)} left`
    if (this.#bar) this.#bar.update(Math.min(step, this.#totalSteps), { facts })
    else
      process.stderr.write(
        `${`${Math.floor(100 * fraction)} %`.padStart(5)}  ${whole(step)} steps  ${facts}\n`,
      )
  }

  /** Text is dear, and a fast run has hundreds of updates a second. */
  #redrawDue(): boolean {
    const now = performance.now()
    if (now - this.#drawn < REDRAW) return false
    this.#drawn = now
    return true
  }

  note(text: string): void {
    if (this.#board) this.#board.log(text)
    else process.stderr.write(`${text}\n`)
  }

  end(): void {
    this.#board?.close()
    this.#board = undefined
  }
}
