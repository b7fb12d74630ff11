// Vectors in WebAssembly memory, as JavaScript sees them.

/** Float32 values in the memory of one `Kernels`. */
export class Tensor {
  readonly memory: WebAssembly.Memory
  readonly pointer: number
  readonly length: number
  #data: Float32Array

  constructor(memory: WebAssembly.Memory, pointer: number, length: number) {
    this.memory = memory
    this.pointer = pointer
    this.length = length
    this.#data = new Float32Array(memory.buffer, pointer, length)
  }

  /** The values themselves, not a copy. Fetch it anew after allocating: growing the memory empties older arrays. */
  get data(): Float32Array {
    // Growth detaches the buffer, which shows as length 0; asking memory.buffer each time would be slower.
    if (this.#data.length !== this.length) {
      this.#data = new Float32Array(this.memory.buffer, this.pointer, this.length)
    }
    return this.#data
  }

  /** A tensor over `length` of these values, starting at `offset`. */
  view(offset: number, length: number): Tensor {
    const fits = Number.isInteger(offset) && Number.isInteger(length) && offset >= 0 && length >= 0
    if (!fits || offset + length > this.length) {
      throw new RangeError(`view of ${length} values at ${offset} does not fit a tensor of ${this.length}`)
    }
    return new Tensor(this.memory, this.pointer + 4 * offset, length)
  }
}

/** Row numbers (int32) in the memory of one `Kernels`. */
export class IndexTensor {
  readonly memory: WebAssembly.Memory
  readonly pointer: number
  readonly length: number
  #data: Int32Array

  constructor(memory: WebAssembly.Memory, pointer: number, length: number) {
    this.memory = memory
    this.pointer = pointer
    this.length = length
    this.#data = new Int32Array(memory.buffer, pointer, length)
  }

  /** As `Tensor.data`. */
  get data(): Int32Array {
    if (this.#data.length !== this.length) {
      this.#data = new Int32Array(this.memory.buffer, this.pointer, this.length)
    }
    return this.#data
  }
}
