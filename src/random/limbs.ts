/** The integer whose 32-bit limbs, lowest first, these are. */
export function readLimbs(limbs: Uint32Array): bigint {
  return limbs.reduceRight((value, limb) => (value << 32n) | BigInt(limb), 0n)
}

/** Writes the integer's low 128 bits as four 32-bit limbs, lowest first. */
export function writeLimbs(limbs: Uint32Array, value: bigint): void {
  for (let i = 0; i < 4; i++) limbs[i] = Number((value >> BigInt(32 * i)) & 0xffffffffn)
}
