import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeCheckpoint } from '../../src/training/checkpoint.ts'

/** What the run in a folder has come to, bit for bit, but for the clock. */
export async function outcomeIn(folder: string): Promise<unknown> {
  const bytes = readFileSync(join(folder, 'checkpoint', 'checkpoint.safetensors'))
  const { tensors, state } = await decodeCheckpoint(bytes)
  const { seconds: _, stepsPerSecond: __, ...result } = state.result
  const rows = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').trim().split('\n')
  return {
    tensors,
    state: { ...state, result },
    rows: rows.map((row) => ({ ...JSON.parse(row), seconds: 0, stepsPerSecond: 0 })),
  }
}
