import { spin } from '../../spin.ts'
import { type Divisible, divisible, divisions, VECTOR } from '../exports.ts'

/** What the threads of a pool tell each other, in shared memory. */
export interface Control {
  readonly memory: SharedArrayBuffer
  readonly words: Int32Array
  /** What the kernel is called with after its range. */
  readonly values: Float64Array
  readonly threads: number
}

/**
 * Words: one more at each call; threads that are at it; threads asleep; the kernel's place in `divisible`; its extent; the
 * pieces that it is cut into for each thread; and of each thread's, how many are taken.
 */
export const TURN = 0
const AT_WORK = 1
const ASLEEP = 2
export const KERNEL = 3
export const EXTENT = 4
export const PIECES_EACH = 5
const TAKEN = 6
/** As many as a kernel may take. */
const VALUES = 12

/** In place of a kernel: the end. */
export const STOP = -1

/** For so many threads. */
export function controlIn(threads: number, memory?: SharedArrayBuffer): Control {
  // An even number: what follows is aligned to 8 bytes.
  const words = 2 * Math.ceil((TAKEN + threads) / 2)
  const shared = memory ?? new SharedArrayBuffer(4 * words + 8 * VALUES)
  return {
    memory: shared,
    words: new Int32Array(shared, 0, words),
    values: new Float64Array(shared, 4 * words, VALUES),
    threads,
  }
}

/** In place of the pieces that are taken: the call is over, for threads too that come late. */
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
const WORKER_TIMEOUT_MS = 60_000

/** Waits for the turn after `turn`; which it is. */
export function nextTurn(words: Int32Array, turn: number): number {
  const now = spin(words, TURN, turn)
  if (now !== turn) return now
  Atomics.add(words, ASLEEP, 1)
  while (Atomics.load(words, TURN) === turn) Atomics.wait(words, TURN, turn)
  Atomics.sub(words, ASLEEP, 1)
  return Atomics.load(words, TURN)
}

/** Begins a turn: what it is about has been written down. */
export function beginTurn(control: Control): void {
  setTaken(control, 0)
  wake(control.words)
}

/** Lets the other threads end. There are no pieces to be taken: what `endTurn` left is over. */
export function stopWorkers({ words }: Control): void {
  words[KERNEL] = STOP
  wake(words)
}

function wake(words: Int32Array): void {
  Atomics.add(words, TURN, 1)
  if (Atomics.load(words, ASLEEP) > 0) Atomics.notify(words, TURN)
}

function setTaken({ words, threads }: Control, taken: number): void {
  for (let thread = 0; thread < threads; thread++) Atomics.store(words, TAKEN + thread, taken)
}

/**
 * Takes a piece of the turn that nobody has taken: one of the thread's own, which are the same in every turn, so that what
 * they are about may still be in its cache; then one of another's.
 *
 * @returns −1 if all are taken.
 */
export function takePiece({ words, threads }: Control, thread: number): number {
  for (let i = 0; i < threads; i++) {
    const owner = (thread + i) % threads
    const taken = Atomics.add(words, TAKEN + owner, 1)
    const each = words[PIECES_EACH]
    if (taken < each) return owner * each + taken
  }
  return -1
}

/** Does pieces of the turn until all are taken. */
export function doPieces(
  control: Control,
  thread: number,
  run: (kernel: Divisible, from: number, to: number) => void,
): void {
  const { words, threads } = control
  for (let piece = takePiece(control, thread); piece >= 0; piece = takePiece(control, thread)) {
    const kernel = divisible[words[KERNEL]]
    const pieces = words[PIECES_EACH] * threads
    const from = pieceStart(words[EXTENT], piece, pieces, divisions[kernel].grain)
    const to = pieceStart(words[EXTENT], piece + 1, pieces, divisions[kernel].grain)
    if (from < to) run(kernel, from, to)
  }
}

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
export function endTurn(control: Control): void {
  const { words } = control
  setTaken(control, OVER)
  let atWork = Atomics.load(words, AT_WORK)
  while (atWork > 0) {
    const now = spin(words, AT_WORK, atWork)
    if (now === atWork && Atomics.wait(words, AT_WORK, atWork, WORKER_TIMEOUT_MS) === 'timed-out')
      throw new Error(`a thread of the kernels has not answered for ${WORKER_TIMEOUT_MS / 1000} s`)
    atWork = Atomics.load(words, AT_WORK)
  }
}
