import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Job } from './plan.ts'
import { STUDY_FILE } from './study-file.ts'

/** Takes away the folders that failed runs left empty, and `out` itself if no run is left in it. */
export function pruneStudy(out: string, jobs: readonly Job[]): void {
  for (const { folder } of jobs) {
    const update = dirname(folder)
    for (const level of [folder, update, dirname(update)]) removeIfEmpty(level)
  }
  if (readdirSync(out).join() !== STUDY_FILE) return
  rmSync(join(out, STUDY_FILE))
  removeIfEmpty(out)
}

function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
}
