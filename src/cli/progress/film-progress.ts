/** Progress of a film on stderr: a bar on a terminal, now and then a line elsewhere. */
import type { SingleBar } from 'cli-progress'
import { say } from '../say.ts'
import { LineThrottle } from './line-throttle.ts'
import { ProgressBars } from './progress-bars.ts'

export class FilmProgress {
  readonly #maxSeconds: number
  readonly #throttle = new LineThrottle()
  #display: ProgressBars | undefined
  readonly #bar: SingleBar | undefined

  constructor(name: string, maxSeconds: number) {
    this.#maxSeconds = maxSeconds
    this.#display = ProgressBars.open()
    this.#bar = this.#display?.add(maxSeconds, name, 'starting')
  }

  /** @param seconds that have been filmed. */
  update(seconds: number): void {
    const facts = `${seconds.toFixed(1)} s filmed, of at most ${this.#maxSeconds} s`
    if (this.#bar) this.#bar.update(Math.min(seconds, this.#maxSeconds), { facts })
    else if (this.#throttle.due(seconds / this.#maxSeconds)) say(facts)
  }

  end(): void {
    this.#display?.close()
    this.#display = undefined
  }
}
