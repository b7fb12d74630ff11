import { startWorker } from '#host/kernels'
import { type Divisible, divisible, divisions } from '../exports.ts'
import { nodeModule } from '../node.ts'
import type { WasmMemory, WasmModule } from '../webassembly.ts'
import {
  beginTurn,
  type Control,
  controlIn,
  doPieces,
  EXTENT,
  endTurn,
  KERNEL,
  PIECES_EACH,
  stopWorkers,
} from './control.ts'

/** Most threads that calls are divided among without being told how many: more would wait for the slowest. */
const MAX_THREADS = 8

/**
 * Threads that can share memory here, one a processor, where this thread may wait for the others: in Node, and in the
 * workers of a cross-origin isolated page. Elsewhere 1.
 */
export function usableThreads(): number {
  if (typeof SharedArrayBuffer === 'undefined') return 1
  if (nodeModule) return Math.min(MAX_THREADS, nodeModule('node:os').availableParallelism())
  return typeof document === 'undefined' ? Math.min(MAX_THREADS, navigator.hardwareConcurrency) : 1
}

/** Multiplications of a piece, or more: about 20 µs of them. */
const MIN_PIECE_MULTIPLICATIONS = 1_000_000
/** Pieces for each thread, or fewer. */
const MAX_PIECES_PER_THREAD = 4

/**
 * Threads that do a kernel's call together, to the same bits as one alone. The call is cut into pieces, and each thread takes
 * its own and then what others have not begun: one that other programs hold up does fewer.
 */
export class ThreadPool {
  /** This one included. */
  readonly threads: number
  readonly #control: Control
  readonly #places: Readonly<Record<string, number>>

  private constructor(threads: number, control: Control) {
    this.threads = threads
    this.#control = control
    this.#places = Object.fromEntries(divisible.map((name, place) => [name, place]))
  }

  /** Starts the other threads. @param wide see `joinVectors`. @param scratches room for each, addresses in the memory. */
  static async start(
    module: WasmModule,
    memory: WasmMemory,
    wide: boolean,
    scratches: readonly number[],
  ): Promise<ThreadPool> {
    const threads = scratches.length + 1
    const control = controlIn(threads)
    const pool = new ThreadPool(threads, control)
    const workers = scratches.map((scratch, i) =>
      startWorker({ module, memory, control: control.memory, wide, scratch, thread: i + 1, threads }),
    )
    await Promise.all(workers)
    return pool
  }

  /** Calls a kernel. @param run the kernel itself, for the pieces that this thread does. */
  run(
    kernel: Divisible,
    run: (...values: number[]) => void,
    extent: number,
    multiplications: number,
    values: readonly number[],
  ): void {
    const control = this.#control
    const { words } = control
    const worth = Math.floor(
      Math.min(multiplications / MIN_PIECE_MULTIPLICATIONS, extent / divisions[kernel].least) / this.threads,
    )
    const each = Math.max(1, Math.min(worth, MAX_PIECES_PER_THREAD))
    words[KERNEL] = this.#places[kernel]
    words[EXTENT] = extent
    words[PIECES_EACH] = each
    for (let i = 0; i < values.length; i++) control.values[i] = values[i]
    beginTurn(control)
    doPieces(control, 0, (_, from, to) => run(from, to, ...values))
    endTurn(control)
  }

  /** Lets the other threads end. */
  stop(): void {
    stopWorkers(this.#control)
  }
}
