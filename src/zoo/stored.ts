import { inflate } from '../inflate.ts'

/** What `loadPolicy` takes. */
export interface StoredPolicy {
  /** The bytes that `loadPolicy` reads. */
  arrayBuffer(): Promise<ArrayBuffer>
}

/** Bytes of a number: those of one significance stand together, as they are alike and so deflate better. */
const WIDTH = 4

/** A policy's file as a module has it, which scripts/zoo.js writes. It is unpacked when it is asked for. */
export const stored = (text: string): StoredPolicy => ({
  async arrayBuffer() {
    const sorted = await inflate(text)
    const bytes = new Uint8Array(sorted.length)
    const numbers = sorted.length / WIDTH
    for (let i = 0; i < sorted.length; i++) bytes[(i % numbers) * WIDTH + Math.floor(i / numbers)] = sorted[i]
    return bytes.buffer
  },
})
