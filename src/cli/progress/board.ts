/** A place for progress bars: on a terminal, stderr's last lines; elsewhere there is none. */
import { MultiBar, Presets, type SingleBar } from 'cli-progress'

export class Board {
  readonly #bars: MultiBar

  /** undefined where stderr is no terminal. */
  static open(): Board | undefined {
    return process.stderr.isTTY ? new Board() : undefined
  }

  private constructor() {
    this.#bars = new MultiBar(
      {
        format: '{bar} {percentage}%  {name}  {facts}',
        barsize: 20,
        clearOnComplete: true,
        hideCursor: true,
        stream: process.stderr,
        gracefulExit: false,
      },
      Presets.shades_classic,
    )
    process.once('exit', this.close)
  }

  add(total: number, name: string, facts = ''): SingleBar {
    return this.#bars.create(total, 0, { name, facts })
  }

  /** A line of text among the bars, whose `facts` may change. */
  addText(facts = ''): SingleBar {
    return this.#bars.create(1, 0, { facts }, { format: '{facts}' })
  }

  remove(bar: SingleBar): void {
    this.#bars.remove(bar)
  }

  /** A line above the bars. */
  log(line: string): void {
    this.#bars.log(`${line}\n`)
  }

  /** Takes the bars away and gives the cursor back; the end of the process does so too. */
  close = (): void => {
    process.off('exit', this.close)
    // Logged lines come out at the next drawing.
    this.#bars.update()
    this.#bars.stop()
  }
}
