import { readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { removeIfEmpty } from '../../runs/folder/index.ts'
import type { Job } from '../job.ts'
import { QUEUE_FILE, STUDY_COPY, STUDY_FILE } from './study-file.ts'

/** Takes away the folders in which no run began, and `out` itself if there is no run in it. */
export function pruneStudy(out: string, jobs: readonly Job[]): void {
  for (const { folder } of jobs) {
    const update = dirname(folder)
    for (const level of [folder, update, dirname(update)]) removeIfEmpty(level)
  }
  const own = [STUDY_FILE, STUDY_COPY, QUEUE_FILE]
  if (!readdirSync(out).every((entry) => own.includes(entry))) return
  for (const file of own) rmSync(join(out, file), { force: true })
  removeIfEmpty(out)
}
