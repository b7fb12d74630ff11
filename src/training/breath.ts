/** How long a loop may run before it lets timers and signals have their turn, milliseconds. */
const INTERVAL = 50

/** Keeps a long loop interruptible. */
export class Breath {
  #last = performance.now()

  /** Waits until timers and signals have had their turn, if it is time for that. */
  async take(): Promise<void> {
    if (performance.now() - this.#last < INTERVAL) return
    await new Promise((resolve) => setTimeout(resolve, 0))
    this.#last = performance.now()
  }
}
