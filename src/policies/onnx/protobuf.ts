/** Protocol buffers, written: fields one after the other, each a key of number and wire type, then its payload. */

export type Bytes = readonly Uint8Array[]

const [VARINT, LENGTH, FIXED32] = [0, 2, 5]

/** A message's bytes, of its fields. */
export function message(...fields: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  const parts = fields.flat()
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

export const integer = (field: number, value: number): Bytes => [key(field, VARINT), varint(BigInt(value))]

export const float = (field: number, value: number): Bytes => [
  key(field, FIXED32),
  new Uint8Array(Float32Array.of(value).buffer),
]

/** Bytes, or a message within a message. */
export const bytes = (field: number, value: Uint8Array): Bytes => [
  key(field, LENGTH),
  varint(BigInt(value.length)),
  value,
]

export const text = (field: number, value: string): Bytes => bytes(field, new TextEncoder().encode(value))

const key = (field: number, wireType: number) => varint(BigInt((field << 3) | wireType))

/** Seven bits a byte, the lowest first; a negative number as its two's complement of 64 bits. */
function varint(value: bigint): Uint8Array {
  const groups: number[] = []
  let rest = BigInt.asUintN(64, value)
  for (; rest >= 128n; rest >>= 7n) groups.push(Number(rest & 127n) | 128)
  return Uint8Array.of(...groups, Number(rest))
}
