/** Progress of a film on stderr: a bar on a terminal, now and then a line elsewhere. */
import type { SingleBar } from 'cli-progress'
import { Board } from './board.ts'
import { LinePace } from './line-pace.ts'

export class FilmProgress {
  readonly #maxSeconds: number
  readonly #pace = new LinePace()
  #board: Board | undefined
  readonly #bar: SingleBar | undefined

  constructor(name: string, maxSeconds: number) {
    this.#maxSeconds = maxSeconds
    this.#board = Board.open()
    this.#bar = this.#board?.add(maxSeconds, name, 'starting')
  }

  /** @param seconds that have been filmed. */
  update(seconds: number): void {
    const facts = `${seconds.toFixed(1)} s filmed, of at most ${this.#maxSeconds} s`
    if (this.#bar) this.#bar.update(Math.min(seconds, this.#maxSeconds), { facts })
    else if (this.#pace.due(seconds / this.#maxSeconds)) process.stderr.write(`${facts}\n`)
  }

  end(): void {
    this.#board?.close()
    this.#board = undefined
  }
}
