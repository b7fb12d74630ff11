/** What files of tensors have from Node, elsewhere. The browser's own SHA-256 is there on encrypted pages only. */
import { sha256 as hasher } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type * as node from './host.node.ts'

export const sha256: typeof node.sha256 = (parts) => {
  const hash = hasher.create()
  for (const part of parts) hash.update(part)
  return bytesToHex(hash.digest())
}
