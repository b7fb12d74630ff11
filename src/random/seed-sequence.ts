const POOL_SIZE = 4
const INIT_A = 0x43b0d7e5
const MULTIPLIER_A = 0x931e8875
const INIT_B = 0x8b51f9dd
const MULTIPLIER_B = 0x58f38ded
const MIX_LEFT = 0xca01f9dd
const MIX_RIGHT = 0x4973f715

/** What a generator is seeded with: one non-negative integer of any size, or a list of them. */
export type Entropy = number | bigint | readonly (number | bigint)[]

/**
 * Spreads a seed of any size over as many well-mixed words as a generator needs: numpy's `SeedSequence` (after O'Neill,
 * "Developing a seed_seq alternative", 2015) with its pool of four words, word for word.
 *
 * Equal to `np.random.SeedSequence(entropy, spawn_key=spawnKey)`; different spawn keys under one seed give independent
 * sequences.
 *
 * @throws Error on anything but non-negative integers.
 */
export class SeedSequence {
  readonly #pool: Uint32Array

  constructor(entropy: Entropy, spawnKey: readonly number[] = []) {
    const words = toWords(entropy, 'seed')
    if (spawnKey.length > 0) {
      // The padding keeps a short seed with a spawn key apart from a longer seed without one.
      while (words.length < POOL_SIZE) words.push(0)
      words.push(...toWords(spawnKey, 'spawn key'))
    }
    this.#pool = mixEntropy(words)
  }

  /** The first `count` 32-bit words; always the same ones. */
  generateState(count: number): Uint32Array {
    const words = new Uint32Array(count)
    let hash = INIT_B
    for (let i = 0; i < count; i++) {
      let word = this.#pool[i % POOL_SIZE] ^ hash
      hash = Math.imul(hash, MULTIPLIER_B)
      word = Math.imul(word, hash)
      words[i] = word ^ (word >>> 16)
    }
    return words
  }

  /** The first `count` 64-bit words: pairs of 32-bit words, the low one first. */
  generateState64(count: number): BigUint64Array {
    const words = this.generateState(2 * count)
    return BigUint64Array.from({ length: count }, (_, i) => {
      return (BigInt(words[2 * i + 1]) << 32n) | BigInt(words[2 * i])
    })
  }
}

/** Every integer as its 32-bit words, lowest first (0 is one word), all of them in one list. */
function toWords(entropy: Entropy, what: string): number[] {
  const words: number[] = []
  const integers = typeof entropy === 'object' ? entropy : [entropy]
  for (const integer of integers) {
    const valid = typeof integer === 'bigint' || Number.isSafeInteger(integer)
    if (!valid || integer < 0) {
      throw new Error(
        `${what} must be a non-negative integer, got ${integer}; write one up to 2^53 - 1, or a bigint`,
      )
    }
    let rest = BigInt(integer)
    do {
      words.push(Number(rest & 0xffffffffn))
      rest >>= 32n
    } while (rest > 0n)
  }
  return words
}

function mixEntropy(words: readonly number[]): Uint32Array {
  const pool = new Uint32Array(POOL_SIZE)
  let hash = INIT_A
  const hashed = (word: number): number => {
    let value = word ^ hash
    hash = Math.imul(hash, MULTIPLIER_A)
    value = Math.imul(value, hash)
    return value ^ (value >>> 16)
  }
  for (let i = 0; i < POOL_SIZE; i++) pool[i] = hashed(words[i] ?? 0)
  for (let from = 0; from < POOL_SIZE; from++) {
    for (let to = 0; to < POOL_SIZE; to++) {
      if (from !== to) pool[to] = mix(pool[to], hashed(pool[from]))
    }
  }
  for (const word of words.slice(POOL_SIZE)) {
    for (let to = 0; to < POOL_SIZE; to++) pool[to] = mix(pool[to], hashed(word))
  }
  return pool
}

function mix(x: number, y: number): number {
  const value = (Math.imul(MIX_LEFT, x) - Math.imul(MIX_RIGHT, y)) | 0
  return value ^ (value >>> 16)
}
