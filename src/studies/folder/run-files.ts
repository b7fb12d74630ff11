/** What the files in a run's folder say, without reading all of them. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from '../../training/metrics.ts'

export const CHECKPOINT_FILE = join('checkpoint', 'checkpoint.safetensors')

export const hasCheckpoint = (folder: string) => existsSync(join(folder, CHECKPOINT_FILE))

/** What `result.json` holds; undefined where there is none, or none that can be read. */
export function resultIn(folder: string): Result | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as Result
  } catch {
    return undefined
  }
}
