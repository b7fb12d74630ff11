/** Least time between two lines */
const MIN_GAP_MS = 3_000
/** A line comes after this much time even with little progress */
const MAX_GAP_MS = 30_000

/** When a log deserves its next line: every tenth of the way, but no more than one in a few seconds. */
export class LineThrottle {
  #last = performance.now()
  #tenth = 0

  /** Whether a line is due at this fraction of the way, in [0, 1]. */
  due(fraction: number): boolean {
    const since = performance.now() - this.#last
    const tenth = Math.floor(10 * fraction)
    if (since < MIN_GAP_MS || (tenth <= this.#tenth && since < MAX_GAP_MS)) return false
    this.#last = performance.now()
    this.#tenth = tenth
    return true
  }
}
