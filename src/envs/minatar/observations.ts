const BLOCK = 16 // observations; more gain no time and keep more memory alive

/**
 * Gives arrays of zeros, each a new one.
 *
 * They are cut from blocks of memory for 16 of them: a Float32Array with a buffer of its own costs V8 several times as long as a
 * step of a game. Whoever keeps one array keeps its block.
 */
export class BlankObservations {
  private readonly size: number
  private block = new Float32Array(0)
  private used = 0

  /** @param size numbers of an array */
  constructor(size: number) {
    this.size = size
  }

  next(): Float32Array {
    if (this.used === this.block.length) {
      this.block = new Float32Array(BLOCK * this.size)
      this.used = 0
    }
    const start = this.used
    this.used += this.size
    return this.block.subarray(start, this.used)
  }
}
