import { watch } from '../../watch.ts'
import { VECTOR } from '../exports.ts'

/** What the threads of a crew tell each other, in shared memory. */
export interface Control {
  readonly memory: SharedArrayBuffer
  readonly words: Int32Array
  /** What the kernel is called with after its range. */
  readonly values: Float64Array
}

/** Words: one more at each call; threads still at it; threads asleep; the kernel's place in `divisible`; its extent. */
export const TURN = 0
export const PENDING = 1
export const ASLEEP = 2
export const KERNEL = 3
export const EXTENT = 4
/** With a spare one: what follows is aligned to 8 bytes. */
const WORDS = 6
/** As many as a kernel may take. */
const VALUES = 12

/** In place of a kernel: the end. */
export const GO_HOME = -1

export const controlIn = (memory = new SharedArrayBuffer(4 * WORDS + 8 * VALUES)): Control => ({
  memory,
  words: new Int32Array(memory, 0, WORDS),
  values: new Float64Array(memory, 4 * WORDS, VALUES),
})

/**
 * Where the range of thread `part` begins; that of the one after the last begins where all ends. It is a multiple of
 * `grain`, or of a vector where so little is to be divided that whole tiles would make the parts too uneven.
 */
export function rangeStart(extent: number, part: number, threads: number, grain: number): number {
  if (part === threads) return extent
  const step = extent < 4 * grain ? VECTOR : grain
  return Math.min(extent, step * Math.round((extent * part) / threads / step))
}

/** Patience with a thread that has its part of a call to do, milliseconds. */
const PATIENCE = 60_000

/** Waits for the turn after `turn`; which it is. */
export function nextTurn(words: Int32Array, turn: number): number {
  const now = watch(words, TURN, turn)
  if (now !== turn) return now
  Atomics.add(words, ASLEEP, 1)
  while (Atomics.load(words, TURN) === turn) Atomics.wait(words, TURN, turn)
  Atomics.sub(words, ASLEEP, 1)
  return Atomics.load(words, TURN)
}

/** Begins a turn, for `others` threads. */
export function beginTurn(words: Int32Array, others: number): void {
  Atomics.store(words, PENDING, others)
  Atomics.add(words, TURN, 1)
  if (Atomics.load(words, ASLEEP) > 0) Atomics.notify(words, TURN)
}

/** Says that this thread has done its part of the turn. */
export function endPart(words: Int32Array): void {
  if (Atomics.sub(words, PENDING, 1) === 1) Atomics.notify(words, PENDING)
}

/**
 * Waits until every thread has done its part.
 *
 * @throws Error when one does not come back.
 */
export function endTurn(words: Int32Array): void {
  let pending = Atomics.load(words, PENDING)
  while (pending > 0) {
    const now = watch(words, PENDING, pending)
    if (now === pending && Atomics.wait(words, PENDING, pending, PATIENCE) === 'timed-out')
      throw new Error(`a thread of the kernels has not answered for ${PATIENCE / 1000} s`)
    pending = Atomics.load(words, PENDING)
  }
}
