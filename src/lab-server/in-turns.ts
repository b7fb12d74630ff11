import { setImmediate } from 'node:timers/promises'

/** How long others wait at most, but for a piece that takes longer. */
const TURN_MS = 20

/** Does work that stops after each piece, so that whoever asks for something else gets an answer in between. */
export async function inTurns<Value>(work: Iterator<unknown, Value>): Promise<Value> {
  let began = performance.now()
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    if (performance.now() - began < TURN_MS) continue
    await setImmediate()
    began = performance.now()
  }
}
