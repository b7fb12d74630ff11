import { watch } from '../../watch.ts'
import { VECTOR } from '../exports.ts'

/** What the threads of a crew tell each other, in shared memory. */
export interface Control {
  readonly memory: SharedArrayBuffer
  readonly words: Int32Array
  /** What the kernel is called with after its range. */
  readonly values: Float64Array
}

/**
 * Words: one more at each call; threads that are at it; threads asleep; the kernel's place in `divisible`; its extent; the
 * pieces that it is cut into; the next one to be taken.
 */
export const TURN = 0
const AT_WORK = 1
const ASLEEP = 2
export const KERNEL = 3
export const EXTENT = 4
export const PIECES = 5
const NEXT = 6
/** With a spare one: what follows is aligned to 8 bytes. */
const WORDS = 8
/** As many as a kernel may take. */
const VALUES = 12

/** In place of a kernel: the end. */
export const GO_HOME = -1

export const controlIn = (memory = new SharedArrayBuffer(4 * WORDS + 8 * VALUES)): Control => ({
  memory,
  words: new Int32Array(memory, 0, WORDS),
  values: new Float64Array(memory, 4 * WORDS, VALUES),
})

/** In place of the next piece: the call is over, for threads too that come late. */
const OVER = 2 ** 30

/**
 * Where a piece begins; the one after the last begins where all ends. It is a multiple of `grain`, or of a vector where so
 * little is to be divided that whole tiles would make the pieces too uneven.
 */
export function pieceStart(extent: number, piece: number, pieces: number, grain: number): number {
  if (piece === pieces) return extent
  const step = extent < 4 * grain ? VECTOR : grain
  return Math.min(extent, step * Math.round((extent * piece) / pieces / step))
}

/** Patience with a thread that has a piece of a call to do, milliseconds. */
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

/** Begins a turn: what it is about has been written down. */
export function beginTurn(words: Int32Array): void {
  Atomics.store(words, NEXT, 0)
  Atomics.add(words, TURN, 1)
  if (Atomics.load(words, ASLEEP) > 0) Atomics.notify(words, TURN)
}

/** Takes a piece of the turn that nobody has taken: its number, or one from `PIECES` on. */
export const takePiece = (words: Int32Array): number => Atomics.add(words, NEXT, 1)

/** Says that this thread may take pieces. Until it leaves, the turn doesn't end, and what it is about stays as it is. */
export function join(words: Int32Array): void {
  Atomics.add(words, AT_WORK, 1)
}

/** Says that this thread has done the pieces that it took. */
export function leave(words: Int32Array): void {
  if (Atomics.sub(words, AT_WORK, 1) === 1) Atomics.notify(words, AT_WORK)
}

/**
 * Ends the turn once every piece is taken, and waits for the threads that are still at theirs. One that did not come is not
 * waited for.
 *
 * @throws Error when one does not come back.
 */
export function endTurn(words: Int32Array): void {
  Atomics.store(words, NEXT, OVER)
  let atWork = Atomics.load(words, AT_WORK)
  while (atWork > 0) {
    const now = watch(words, AT_WORK, atWork)
    if (now === atWork && Atomics.wait(words, AT_WORK, atWork, PATIENCE) === 'timed-out')
      throw new Error(`a thread of the kernels has not answered for ${PATIENCE / 1000} s`)
    atWork = Atomics.load(words, AT_WORK)
  }
}
