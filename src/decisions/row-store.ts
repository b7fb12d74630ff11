/** Rows of a block, which are read together. */
export const BLOCK_ROWS = 256
/** What is kept in memory; the rest goes to a temporary file, where there are any. */
const MEMORY_BYTES = 256 * 2 ** 20

/** A file of numbers, counted in numbers. */
export interface NumberFile {
  write(at: number, numbers: Float64Array): void
  read(at: number, numbers: Float64Array): void
  close(): void
}

/** Rows of `width` numbers each, in blocks of {@link BLOCK_ROWS}: bounded memory, however many there are. */
export class RowStore {
  readonly width: number
  readonly #memory: Float64Array[] = []
  readonly #memoryBlocks: number
  readonly #open: (() => NumberFile) | undefined
  #file: NumberFile | undefined
  /** The block that is being filled, or that was read from the file last. */
  readonly #buffer: Float64Array
  #rows = 0

  /** @param open a temporary file, where there are files. */
  constructor(width: number, open: (() => NumberFile) | undefined, memoryBytes = MEMORY_BYTES) {
    this.width = width
    this.#open = open
    this.#buffer = new Float64Array(width * BLOCK_ROWS)
    this.#memoryBlocks = open ? Math.floor(memoryBytes / this.#buffer.byteLength) : Number.POSITIVE_INFINITY
  }

  get rows(): number {
    return this.#rows
  }

  get blocks(): number {
    return Math.ceil(this.#rows / BLOCK_ROWS)
  }

  append(row: Float64Array): void {
    this.#buffer.set(row, (this.#rows % BLOCK_ROWS) * this.width)
    this.#rows++
    if (this.#rows % BLOCK_ROWS === 0) this.write(this.blocks - 1, this.#buffer)
  }

  /** No more rows will come. */
  end(): void {
    if (this.#rows % BLOCK_ROWS !== 0) this.write(this.blocks - 1, this.#buffer)
  }

  rowsOf(block: number): number {
    return Math.min(BLOCK_ROWS, this.#rows - block * BLOCK_ROWS)
  }

  /** The rows of a block [rows × width], until another is read; a whole block is as long as one always is. */
  read(block: number): Float64Array {
    if (block < this.#memoryBlocks) return this.#memory[block]
    this.#file!.read((block - this.#memoryBlocks) * this.#buffer.length, this.#buffer)
    return this.#buffer
  }

  /** Writes a block anew. */
  write(block: number, numbers: Float64Array): void {
    if (block < this.#memoryBlocks) {
      if (this.#memory[block] !== numbers) this.#memory[block] = numbers.slice()
      return
    }
    this.#file ??= this.#open!()
    this.#file.write((block - this.#memoryBlocks) * numbers.length, numbers)
  }

  close(): void {
    this.#file?.close()
    this.#file = undefined
  }
}
