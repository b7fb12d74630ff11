// Limbs, lowest first, of the multiplier 0x2360ed051fc65da4_4385df649fccf645.
const M0 = 0x9fccf645
const M1 = 0x4385df64
const M2 = 0x1fc65da4
const M3 = 0x2360ed05

const TWO_32 = 4294967296
const TWO_MINUS_32 = 1 / TWO_32

/**
 * The high 32 bits of the 64-bit product a·b, given its low 32 bits (`Math.imul(a, b) >>> 0`).
 *
 * a·b − low is a multiple of 2³² below 2⁶⁴. Rounding the product and then the difference to 53 bits moves it by
 * at most 2¹¹, so that the nearest multiple of 2³² is the exact one.
 */
export function highProduct(a: number, b: number, low: number): number {
  return Math.floor((a * b - low) * TWO_MINUS_32 + 0.5)
}

/**
 * One step of the 128-bit linear congruential generator under PCG64: state ← state·M + increment (mod 2¹²⁸).
 *
 * Both arrays hold four 32-bit limbs, lowest first. A column sum has at most 12 words of 32 bits, so float64 keeps it exact.
 */
export function advance(state: Uint32Array, increment: Uint32Array): void {
  const s0 = state[0]
  const s1 = state[1]
  const s2 = state[2]
  const l00 = Math.imul(s0, M0) >>> 0
  const l01 = Math.imul(s0, M1) >>> 0
  const l10 = Math.imul(s1, M0) >>> 0
  const l02 = Math.imul(s0, M2) >>> 0
  const l11 = Math.imul(s1, M1) >>> 0
  const l20 = Math.imul(s2, M0) >>> 0

  const column0 = l00 + increment[0]
  const column1 = highProduct(s0, M0, l00) + l01 + l10 + increment[1] + Math.floor(column0 * TWO_MINUS_32)
  const column2 =
    highProduct(s0, M1, l01) +
    highProduct(s1, M0, l10) +
    l02 +
    l11 +
    l20 +
    increment[2] +
    Math.floor(column1 * TWO_MINUS_32)
  const column3 =
    highProduct(s0, M2, l02) +
    highProduct(s1, M1, l11) +
    highProduct(s2, M0, l20) +
    increment[3] +
    Math.floor(column2 * TWO_MINUS_32)
  const lowOnly = Math.imul(s0, M3) + Math.imul(s1, M2) + Math.imul(s2, M1) + Math.imul(state[3], M0)

  state[0] = column0
  state[1] = column1
  state[2] = column2
  state[3] = column3 + lowOnly
}
