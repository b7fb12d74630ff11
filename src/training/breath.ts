/** How long a loop may run before it lets timers and signals have their turn, milliseconds. */
const INTERVAL = 50

/** Keeps a long loop interruptible. */
export class Breath {
  #last = performance.now()

  /** Waits until timers and signals have had their turn, if it is time for that, and says whether it was. */
  async take(): Promise<boolean> {
    if (performance.now() - this.#last < INTERVAL) return false
    await turn()
    this.#last = performance.now()
    return true
  }
}

/** A turn of the event loop; a timer of 0 would wait a millisecond, and four in a browser. */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
