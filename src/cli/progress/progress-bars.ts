/** A place for progress bars: on a terminal, stderr's last lines; elsewhere there is none. */
import { createRequire } from 'node:module'
import type { MultiBar, SingleBar } from 'cli-progress'
import { printable } from '../../printable.ts'

export class ProgressBars {
  readonly #bars: MultiBar

  /** undefined where stderr is not a terminal. */
  static open(): ProgressBars | undefined {
    return process.stderr.isTTY ? new ProgressBars() : undefined
  }

  private constructor() {
    // Loaded only where there is a terminal to draw on.
    const progress: typeof import('cli-progress') = createRequire(import.meta.url)('cli-progress')
    this.#bars = new progress.MultiBar(
      {
        format: '{bar} {percentage}%  {name}  {facts}',
        barsize: 20,
        clearOnComplete: true,
        hideCursor: true,
        stream: process.stderr,
        gracefulExit: false,
      },
      progress.Presets.shades_classic,
    )
    process.once('exit', this.close)
  }

  add(total: number, name: string, facts = ''): SingleBar {
    return this.#bars.create(total, 0, { name: printable(name), facts })
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
    this.#bars.log(`${printable(line)}\n`)
  }

  /** Takes the bars away and gives the cursor back; the end of the process does so too. */
  close = (): void => {
    process.off('exit', this.close)
    // Logged lines come out at the next drawing.
    this.#bars.update()
    this.#bars.stop()
  }
}
