/** What files of tensors have from Node. */

/** SHA-256 of these bytes, one after the other, in hexadecimal digits. */
export function sha256(parts: readonly Uint8Array[]): string {
  // It takes as long to load as 50 modules of ours, and most programs ask for no digest.
  const { createHash } = process.getBuiltinModule('node:crypto')
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
