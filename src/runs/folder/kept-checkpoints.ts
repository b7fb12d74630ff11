/** Checkpoints beside the latest, each by the step that it was written at. */
import * as fs from 'node:fs'
import * as path from 'node:path'
import { CHECKPOINT_FILE, keptFile } from '../files/index.ts'
import { writing } from './file-error.ts'
import { writeAtomically } from './write-atomically.ts'

/**
 * Keeps the latest checkpoint of a run, which is about to be written over, under its step, and no more than `most` such.
 *
 * @throws Error of one line if the folder can't be written.
 */
export function keepLatest(dir: string, step: number, most: number): void {
  const latest = path.join(dir, CHECKPOINT_FILE)
  if (most > 0 && fs.existsSync(latest)) copyFast(latest, path.join(dir, keptFile(step)))
  const kept = keptSteps(dir)
  for (const old of kept.slice(0, Math.max(0, kept.length - most)))
    fs.rmSync(path.join(dir, keptFile(old)), { force: true })
}

/** The steps of those that are kept, from the first to the last. */
export function keptSteps(dir: string): number[] {
  const folder = path.join(dir, path.dirname(CHECKPOINT_FILE))
  if (!fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder)
    .flatMap((name) => /^step-(\d+)\.safetensors$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
}

/** A second name costs nothing; some disks have none. */
function copyFast(from: string, to: string): void {
  writing(to, () => fs.rmSync(to, { force: true }))
  try {
    fs.linkSync(from, to)
  } catch {
    writeAtomically(to, fs.readFileSync(from))
  }
}
