import { sha256 } from '#host/networks'
import type { NamedTensor } from './safetensors.ts'

/** SHA-256 over tensors, their names and shapes, and a text that goes with them. */
export function digestOf(tensors: Readonly<Record<string, NamedTensor>>, text: string): string {
  const parts: Uint8Array[] = [new TextEncoder().encode(text)]
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    parts.push(new TextEncoder().encode(`${name}:${shape}`))
    parts.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }
  return sha256(parts)
}

/** SHA-256 over texts, one after the other. */
export const digestOfTexts = (texts: readonly string[]): string =>
  sha256(texts.map((text) => new TextEncoder().encode(text)))
