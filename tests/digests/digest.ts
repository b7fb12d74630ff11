import { createHash } from 'node:crypto'
import { decodeSafetensors } from '../../src/networks/index.ts'

/** Of the policy's weights and the statistics of its normaliser, as a run's checkpoint holds them. */
export function digestOfRun(checkpoint: Uint8Array): string {
  const { tensors } = decodeSafetensors(checkpoint)
  const names = Object.keys(tensors).filter((name) => name.startsWith('policy.'))
  const hash = createHash('sha256')
  for (const name of names.sort()) {
    const { data } = tensors[name]
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }
  return hash.digest('hex')
}
