const BLOCK = 250_000 // bytes; more gain no time and keep more memory alive

/**
 * Gives arrays of zeros, each a new one.
 *
 * They are cut from blocks of memory for many of them: a Float32Array with a buffer of its own costs V8 more time than the step of a
 * game. Whoever keeps one array keeps its block.
 */
export class BlankObservations {
  readonly #size: number
  #block = new ArrayBuffer(0)
  #used = 0 // bytes

  /** @param size numbers of an array */
  constructor(size: number) {
    this.#size = size
  }

  next(): Float32Array {
    if (this.#used === this.#block.byteLength) {
      const bytes = this.#size * Float32Array.BYTES_PER_ELEMENT
      this.#block = new ArrayBuffer(Math.ceil(BLOCK / bytes) * bytes)
      this.#used = 0
    }
    const blank = new Float32Array(this.#block, this.#used, this.#size)
    this.#used += blank.byteLength
    return blank
  }
}
