import { readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { STUDY_FILE } from './study-file.ts'

/** Takes away the folders that failed runs left empty, and the whole of `out` if no run is left in it. */
export function pruneStudy(out: string): void {
  pruneEmpty(out)
  const left = readdirSync(out)
  if (left.length > 1 || (left.length === 1 && left[0] !== STUDY_FILE)) return
  rmSync(out, { recursive: true })
}

/** Removes empty folders below `out`, from the deepest up. */
function pruneEmpty(out: string): void {
  for (const entry of readdirSync(out, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const folder = join(out, entry.name)
    pruneEmpty(folder)
    if (readdirSync(folder).length === 0) rmdirSync(folder)
  }
}
