// Random orders by PCG64, the same words as src/random/pcg64.ts draws.

/** The multiplier of the 128-bit linear congruential generator. */
const MULTIPLIER_HIGH: u64 = 0x2360ed051fc65da4
const MULTIPLIER_LOW: u64 = 0x4385df649fccf645

/** The high 64 bits of the 128-bit product a·b. */
function highProduct(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff
  const a1 = a >> 32
  const b0 = b & 0xffffffff
  const b1 = b >> 32
  const middle = a1 * b0 + ((a0 * b0) >> 32)
  const carried = a0 * b1 + (middle & 0xffffffff)
  return a1 * b1 + (middle >> 32) + (carried >> 32)
}

/**
 * Puts `count` indices in a uniformly random order, in place (Fisher–Yates; bounded integers by Lemire's method).
 *
 * @param generator state (128 bits), increment (128 bits), the half of a word that is left and whether there is one (32 bits each).
 */
export function shuffle(indices: usize, count: i32, generator: usize): void {
  let low = load<u64>(generator)
  let high = load<u64>(generator, 8)
  const incrementLow = load<u64>(generator, 16)
  const incrementHigh = load<u64>(generator, 24)
  let half = load<u32>(generator, 32)
  let left = load<u32>(generator, 36) != 0
  for (let last = count - 1; last > 0; --last) {
    const span = (last + 1) as u64
    let product: u64
    let rest: u64
    do {
      let word: u32
      if (left) word = half
      else {
        const carriedUp = highProduct(low, MULTIPLIER_LOW)
        high = high * MULTIPLIER_LOW + low * MULTIPLIER_HIGH + carriedUp + incrementHigh
        low = low * MULTIPLIER_LOW + incrementLow
        if (low < incrementLow) ++high
        const drawn = rotr<u64>(low ^ high, high >> 58)
        word = drawn as u32
        half = (drawn >> 32) as u32
      }
      left = !left
      product = (word as u64) * span
      rest = product & 0xffffffff
    } while (rest < span && rest < (0x100000000 - span) % span)
    const chosen = indices + ((product >> 32) as usize << 2)
    const end = indices + ((last as usize) << 2)
    const value = load<i32>(end)
    store<i32>(end, load<i32>(chosen))
    store<i32>(chosen, value)
  }
  store<u64>(generator, low)
  store<u64>(generator, high, 8)
  store<u32>(generator, half, 32)
  store<u32>(generator, left ? 1 : 0, 36)
}
