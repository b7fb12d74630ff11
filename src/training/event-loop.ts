/** How long a loop may run before it lets timers and signals have their turn. */
const INTERVAL_MS = 50

/** Keeps a long loop interruptible. */
export class EventLoopBreaks {
  #last = performance.now()

  /** Waits until timers and signals have had their turn, if it is time for that, and says whether it was. */
  async takeIfDue(): Promise<boolean> {
    if (performance.now() - this.#last < INTERVAL_MS) return false
    await yieldToEventLoop()
    this.#last = performance.now()
    return true
  }
}

/** A turn of the event loop; a timer of 0 would wait a millisecond, and four in a browser. */
export function yieldToEventLoop(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
