import { advance, highProduct } from './lcg128.ts'
import { readLimbs, writeLimbs } from './limbs.ts'
import { type Entropy, SeedSequence } from './seed-sequence.ts'

/** Everything a `Pcg64` needs to go on exactly where it was; survives JSON. */
export interface Pcg64State {
  /** The 128-bit state, in decimal. */
  state: string
  /** The 128-bit odd increment, in decimal. */
  increment: string
  /** The unused high half of the last word that `uint32` split, else null. */
  half: number | null
  /** The second normal of the last pair if it is still unused, else null. */
  normal: number | null
}

/**
 * PCG64 (XSL-RR 128/64; O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
 * Random Number Generation", 2014): numpy's `PCG64`, the same words from the same seed.
 *
 * `random`, `uniform` and `integers` also equal numpy's `Generator`. `normal` and `shuffle` use methods of our own,
 * so that their values are not numpy's.
 */
export class Pcg64 {
  readonly #state = new Uint32Array(4) // limbs, lowest first
  readonly #increment = new Uint32Array(4)
  readonly #word = new Uint32Array(2) // the last output: low, high
  #half: number | null = null
  #spareNormal: number | null = null

  /** Equal to `np.random.PCG64(sequence)`. */
  constructor(sequence: SeedSequence) {
    const [stateHigh, stateLow, streamHigh, streamLow] = sequence.generateState64(4)
    writeLimbs(this.#increment, (((streamHigh << 64n) | streamLow) << 1n) | 1n)
    advance(this.#state, this.#increment)
    writeLimbs(this.#state, readLimbs(this.#state) + ((stateHigh << 64n) | stateLow))
    advance(this.#state, this.#increment)
  }

  /** Equal to `np.random.PCG64(np.random.SeedSequence(seed, spawn_key=spawnKey))`. */
  static fromSeed(seed: Entropy, spawnKey: readonly number[] = []): Pcg64 {
    return new Pcg64(new SeedSequence(seed, spawnKey))
  }

  /** The next 64-bit word. Makes a bigint, so it is for tests and seeds rather than for hot loops. */
  uint64(): bigint {
    this.#next()
    return (BigInt(this.#word[1]) << 32n) | BigInt(this.#word[0])
  }

  /** The next 32-bit word: the low half of a 64-bit word, then its high half, as numpy takes them. */
  uint32(): number {
    if (this.#half !== null) {
      const half = this.#half
      this.#half = null
      return half
    }
    this.#next()
    this.#half = this.#word[1]
    return this.#word[0]
  }

  /** Uniform on [0, 1), a multiple of 2⁻⁵³. */
  random(): number {
    this.#next()
    return (this.#word[1] * 2097152 + (this.#word[0] >>> 11)) * 2 ** -53
  }

  /** Uniform on [low, high): low + (high − low)·random(). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.random()
  }

  /**
   * An integer in [low, high), every one equally likely: numpy's `Generator.integers` at its default type int64, draw
   * for draw. Spans up to 2³² take 32-bit words, wider ones 64-bit words (Lemire's method for both); a span of 1 draws nothing.
   */
  integers(low: number, high: number): number {
    const span = high - low
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || span <= 0) {
      throw new Error(
        `integers: the range [${low}, ${high}) is not one; give two safe integers with low < high`,
      )
    }
    if (span === 1) return low
    if (span < 4294967296) return low + this.#below(span)
    if (span === 4294967296) return low + this.uint32()
    return Number(BigInt(low) + this.#below64(BigInt(high) - BigInt(low)))
  }

  /**
   * Standard normal, by Marsaglia's polar method, in pairs of which the second is kept for the next call.
   *
   * Not numpy's ziggurat: the distribution is the same, the values are not. They rest on the engine's `Math.log`.
   */
  normal(): number {
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal
      this.#spareNormal = null
      return spare
    }
    let u: number
    let v: number
    let square: number
    do {
      u = 2 * this.random() - 1
      v = 2 * this.random() - 1
      square = u * u + v * v
    } while (square >= 1 || square === 0)
    const factor = Math.sqrt((-2 * Math.log(square)) / square)
    this.#spareNormal = v * factor
    return u * factor
  }

  /** Puts the values in a uniformly random order, in place (Fisher–Yates; not the order numpy would give). */
  shuffle(values: Int32Array): void {
    for (let last = values.length - 1; last > 0; last--) {
      const chosen = this.#below(last + 1)
      const value = values[last]
      values[last] = values[chosen]
      values[chosen] = value
    }
  }

  /** Writes what words come next: state and increment, four limbs each, lowest first; the half that is left; whether there is one. */
  save(words: Int32Array): void {
    words.set(this.#state)
    words.set(this.#increment, 4)
    words[8] = this.#half ?? 0
    words[9] = this.#half === null ? 0 : 1
  }

  /** Goes on from what `save` wrote, or a kernel that drew from it. */
  load(words: Int32Array): void {
    this.#state.set(words.subarray(0, 4))
    this.#increment.set(words.subarray(4, 8))
    this.#half = words[9] === 0 ? null : words[8] >>> 0
  }

  /** A snapshot, as JSON: `setState` goes on from there. */
  getState(): Pcg64State {
    return {
      state: readLimbs(this.#state).toString(),
      increment: readLimbs(this.#increment).toString(),
      half: this.#half,
      normal: this.#spareNormal,
    }
  }

  /**
   * Goes on from `state`.
   *
   * @throws Error, naming the field, on anything that `getState` cannot have given.
   */
  setState(state: Pcg64State): void {
    const value = parse128(state.state, 'state')
    const increment = parse128(state.increment, 'increment')
    if ((increment & 1n) === 0n) throw invalid('increment', state.increment, 'an odd number')
    const { half, normal } = state
    if (half !== null && half !== half >>> 0) throw invalid('half', half, 'null or 32 bits')
    if (normal !== null && !Number.isFinite(normal))
      throw invalid('normal', normal, 'null or a finite number')
    writeLimbs(this.#state, value)
    writeLimbs(this.#increment, increment)
    this.#half = half
    this.#spareNormal = normal
  }

  /** Steps the generator and leaves the next word in `word`: high ⊕ low of the state, rotated right by its top 6 bits. */
  #next(): void {
    const state = this.#state
    const word = this.#word
    advance(state, this.#increment)
    const rotation = state[3] >>> 26
    const folded0 = state[0] ^ state[2]
    const folded1 = state[1] ^ state[3]
    const low = rotation < 32 ? folded0 : folded1
    const high = rotation < 32 ? folded1 : folded0
    const right = rotation & 31
    const left = 31 - right // the rest of the shift by 32 − right, which JavaScript would take as 0 for right = 0
    word[0] = (low >>> right) | ((high << 1) << left)
    word[1] = (high >>> right) | ((low << 1) << left)
  }

  /** Uniform on 0 … span − 1 for span in 1 … 2³² − 1, from 32-bit words (Lemire, 2019). */
  #below(span: number): number {
    let word = this.uint32()
    let low = Math.imul(word, span) >>> 0
    if (low < span) {
      const threshold = (4294967296 - span) % span
      while (low < threshold) {
        word = this.uint32()
        low = Math.imul(word, span) >>> 0
      }
    }
    return highProduct(word, span, low)
  }

  /** As `below`, from 64-bit words, for span up to 2⁶⁴ − 1. */
  #below64(span: bigint): bigint {
    const threshold = ((1n << 64n) - span) % span
    let product = this.uint64() * span
    while (BigInt.asUintN(64, product) < threshold) product = this.uint64() * span
    return product >> 64n
  }
}

function parse128(text: unknown, field: string): bigint {
  if (typeof text !== 'string' || !/^\d{1,39}$/.test(text) || BigInt(text) >> 128n !== 0n)
    throw invalid(field, text, 'a decimal number of at most 128 bits, as a string')
  return BigInt(text)
}

function invalid(field: string, value: unknown, expected: string): Error {
  return new Error(`generator state: ${field} must be ${expected}, got ${value}; restore what getState gave`)
}
