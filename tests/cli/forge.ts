/** A run's checkpoint as somebody might send it: changed, with a checksum that fits. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeSafetensors, encodeSafetensors } from '../../src/networks/index.ts'

/** Rewrites the state of the checkpoint in `run`. */
export function forgeCheckpoint(run: string, change: (state: Record<string, unknown>) => void): void {
  const file = join(run, 'checkpoint/checkpoint.safetensors')
  const { tensors, metadata } = decodeSafetensors(readFileSync(file))
  const state = JSON.parse(metadata['state'])
  change(state)
  const text = JSON.stringify(state)
  const hash = createHash('sha256').update(text)
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    hash.update(`${name}:${shape}`)
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }
  writeFileSync(
    file,
    encodeSafetensors({ tensors, metadata: { ...metadata, state: text, sha256: hash.digest('hex') } }),
  )
}

/** Rewrites the settings of the `config.json` in `run`. */
export function forgeConfig(run: string, change: (config: Record<string, unknown>) => void): void {
  const file = join(run, 'config.json')
  const content = JSON.parse(readFileSync(file, 'utf8'))
  change(content.config)
  writeFileSync(file, JSON.stringify(content))
}
