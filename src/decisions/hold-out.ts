/** Where a row falls between 0 and 1, by its number alone: the same rows are held out at every reading. */
export function share(row: number): number {
  let bits = Math.imul(row ^ 0x9e3779b9, 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  bits = Math.imul(bits ^ (bits >>> 16), 0x27d4eb2f)
  return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32
}
