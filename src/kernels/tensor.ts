import type { WasmMemory } from './webassembly.ts'

type Values = Float32Array | Int32Array
type ArrayOf<V extends Values> = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => V

/** A view of values in the memory of one `Kernels`: float32, unless it is an `IndexTensor`. */
export class Tensor<V extends Values = Float32Array> {
  readonly memory: WasmMemory
  readonly pointer: number
  readonly length: number
  readonly #ArrayOf: ArrayOf<V>
  #data: V

  constructor(memory: WasmMemory, pointer: number, length: number, ArrayOf: ArrayOf<V>) {
    this.memory = memory
    this.pointer = pointer
    this.length = length
    this.#ArrayOf = ArrayOf
    this.#data = new ArrayOf(memory.buffer, pointer, length)
  }

  /** The values themselves, not a copy. Fetch it anew after allocating: growing the memory empties older arrays. */
  get data(): V {
    // Growth detaches the buffer, which shows as length 0; asking memory.buffer each time would be slower.
    if (this.#data.length !== this.length)
      this.#data = new this.#ArrayOf(this.memory.buffer, this.pointer, this.length)
    return this.#data
  }

  /**
   * A tensor over `length` of these values, starting at `offset`.
   *
   * @throws RangeError when they are not all there.
   */
  view(offset: number, length: number): Tensor<V> {
    const fits = Number.isInteger(offset) && Number.isInteger(length) && offset >= 0 && length >= 0
    if (!fits || offset + length > this.length) {
      throw new RangeError(`view of ${length} values at ${offset} does not fit a tensor of ${this.length}`)
    }
    return new Tensor(this.memory, this.pointer + 4 * offset, length, this.#ArrayOf)
  }
}

/** Row numbers (int32). */
export type IndexTensor = Tensor<Int32Array>
