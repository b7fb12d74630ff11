import { createHash, randomUUID } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { plainFile } from '../../runs/folder/index.ts'
import { QUEUE_FILE } from '../folder/study-file.ts'
import type { Job } from '../job.ts'
import { isStudyId } from './messages.ts'

/**
 * The name of a study in Redis, kept in its folder, so that it finds its runs there again.
 *
 * @throws Error of one line for a file that names no study.
 */
export function studyId(out: string): string {
  const file = join(out, QUEUE_FILE)
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify({ study: randomUUID() })}\n`)
  const id = idIn(file)
  if (isStudyId(id)) return id
  throw new Error(`${file} holds no id of a study; remove it, and the study begins anew in the queue`)
}

function idIn(file: string): unknown {
  try {
    return (JSON.parse(String(plainFile(file))) as { study?: unknown } | null)?.study
  } catch {
    return undefined
  }
}

/** The name of a try at a job in Redis: the same whenever the study is taken up again. */
export function runId(study: string, out: string, job: Job, attempt: number): string {
  const what = `${relative(out, job.folder).replaceAll('\\', '/')} ${job.stopAt ?? 'end'} ${attempt}`
  return `${study}-${createHash('sha256').update(what).digest('hex').slice(0, 24)}`
}
