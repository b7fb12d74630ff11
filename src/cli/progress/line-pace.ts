/** Least time between two lines, milliseconds. */
const PAUSE = 3_000
/** A line comes after this much time even with little progress, milliseconds. */
const SILENCE = 30_000

/** When a log deserves its next line: every tenth of the way, but no more than one in a few seconds. */
export class LinePace {
  #last = performance.now()
  #tenth = 0

  /** Whether a line is due at this fraction of the way, in [0, 1]. */
  due(fraction: number): boolean {
    const since = performance.now() - this.#last
    const tenth = Math.floor(10 * fraction)
    if (since < PAUSE || (tenth <= this.#tenth && since < SILENCE)) return false
    this.#last = performance.now()
    this.#tenth = tenth
    return true
  }
}
