import type { WasmMemory, WasmModule } from './webassembly.ts'
// The memory of the compiled kernels, and how they are called. What each computes: operations/.

import type { AfterRange, Divisible, KernelExports } from './exports.ts'
import { type IndexTensor, Tensor } from './tensor.ts'
import { ThreadPool } from './threads/thread-pool.ts'
import { clearUpperHalves } from './wide.ts'

export type KernelBuild = 'simd' | 'relaxed-simd'

const PAGE = 65_536
/** Kernels read up to one eight-column panel past the last value (and never write there). */
const SLACK = 64
/** Below this a call is not divided: about 4 µs, where telling the other threads and waiting for them takes 1 µs. */
export const MIN_DIVIDED_MULTIPLICATIONS = 100_000

export class Kernels {
  readonly build: KernelBuild
  /** Whether matrix products are made for vectors that the engine joins; the bits are the same. */
  readonly wide: boolean
  readonly memory: WasmMemory
  /** The kernels themselves, which take addresses. */
  readonly exports: KernelExports
  readonly #module: WasmModule
  /** First free byte; nothing is ever freed. */
  #top: number
  #pool: ThreadPool | undefined
  #together = true
  #stopped = false

  constructor(
    build: KernelBuild,
    module: WasmModule,
    exports: KernelExports,
    memory: WasmMemory,
    wide: boolean,
  ) {
    this.build = build
    this.memory = memory
    this.exports = exports
    this.wide = wide
    this.#module = module
    this.#top = exports.heapBase()
    exports.useScratch(this.#allocate(exports.scratchSize()))
    if (wide) exports.useWideTiles()
  }

  /** Threads that are there to divide large calls, this one included. */
  get threads(): number {
    return this.#pool?.threads ?? 1
  }

  /** Whether they do; results are the same bits. */
  set together(together: boolean) {
    this.#together = together
  }

  /**
   * Starts threads that divide large calls with this one, once they are up.
   *
   * @param threads this one included.
   * @throws Error when the memory is not shared, or a thread can't be started.
   */
  async startThreads(threads: number): Promise<void> {
    if (threads < 2) return
    const scratches = Array.from({ length: threads - 1 }, () => this.#allocate(this.exports.scratchSize()))
    this.#pool = await ThreadPool.start(this.#module, this.memory, this.wide, scratches)
    if (this.#stopped) this.stopThreads()
  }

  /** Lets the other threads end; this one goes on alone. */
  stopThreads(): void {
    this.#stopped = true
    this.#pool?.stop()
    this.#pool = undefined
  }

  /**
   * Runs a kernel over a range from 0, on all threads if it is that much work.
   *
   * @param extent end of the range: rows, inputs, columns or elements (see `KernelExports`).
   * @param multiplications in all, roughly.
   * @param values what the kernel takes after its range.
   */
  run<Name extends Divisible>(
    kernel: Name,
    extent: number,
    multiplications: number,
    ...values: AfterRange<Parameters<KernelExports[Name]>>
  ): void {
    const run = this.exports[kernel] as (...all: number[]) => void
    if (this.#pool && this.#together && multiplications >= MIN_DIVIDED_MULTIPLICATIONS)
      this.#pool.run(kernel, run, extent, multiplications, values)
    else run(0, extent, ...values)
  }

  /** To be called where JavaScript goes on with arithmetic of its own, once after any number of kernels. */
  leave(): void {
    if (this.wide) clearUpperHalves()
  }

  /**
   * A new tensor of zeros.
   *
   * @throws RangeError for a length that is not a count, or more than there is memory for.
   */
  tensor(length: number): Tensor {
    return new Tensor(this.memory, this.#allocateValues(length), length, Float32Array)
  }

  /** A new index tensor of zeros. @throws RangeError as `tensor`. */
  indices(length: number): IndexTensor {
    return new Tensor(this.memory, this.#allocateValues(length), length, Int32Array)
  }

  #allocateValues(length: number): number {
    if (!Number.isInteger(length) || length < 0) throw new RangeError(`a tensor cannot have length ${length}`)
    try {
      return this.#allocate(4 * length + SLACK)
    } catch (cause) {
      throw new RangeError(`no memory for a tensor of ${length} values: ${this.#top} bytes are in use`, {
        cause,
      })
    }
  }

  #allocate(bytes: number): number {
    const pointer = Math.ceil(this.#top / 16) * 16
    const missing = Math.ceil((pointer + bytes - this.memory.buffer.byteLength) / PAGE)
    if (missing > 0) this.memory.grow(missing)
    this.#top = pointer + bytes
    return pointer
  }

  /**
   * A tensor's address for a kernel that reads or writes its first `length` values.
   *
   * @param name the tensor's, in errors.
   * @throws RangeError when it has fewer, or none are asked for; Error when it lies in other kernels' memory.
   */
  address(name: string, tensor: Tensor | IndexTensor, length: number): number {
    if (!(length > 0 && length <= tensor.length) || tensor.memory !== this.memory)
      throw this.#refusal(name, tensor, length)
    return tensor.pointer
  }

  #refusal(name: string, tensor: Tensor | IndexTensor, length: number): Error {
    if (tensor.memory !== this.memory) return new Error(`${name} lies in the memory of other kernels`)
    if (!(length > 0))
      return new RangeError(`${name} cannot have ${length} values: every size must be 1 or more`)
    return new RangeError(`${name} has ${tensor.length} values, this call needs ${length}`)
  }
}
