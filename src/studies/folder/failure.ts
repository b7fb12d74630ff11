/** `failure.json`: what a run that failed leaves behind, beside its settings and, if it had one, its last checkpoint. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { loadKernels } from '../../kernels/index.ts'
import { CONFIG_FILE, configText, FAILURE_FILE, jsonText } from '../../runs/files/index.ts'
import { makeFolder, writeAtomically } from '../../runs/folder/index.ts'
import type { Job, Outcome } from '../job.ts'

type Cause = Pick<Extract<Outcome, { status: 'failed' }>, 'message' | 'stack'>

/** Leaves the cause alone, if the disk takes it: it is told all the same, and a full disk may be the cause. */
export function writeFailure(folder: string, { message, stack }: Cause): void {
  try {
    writeAtomically(join(folder, FAILURE_FILE), jsonText({ message, stack }))
  } catch {}
}

/** Leaves the cause, and the settings that lead to it: `formscale train --config FOLDER` shows it again. */
export async function recordFailure({ folder, config }: Job, cause: Cause): Promise<void> {
  try {
    makeFolder(folder)
    writeFailure(folder, cause)
    const settings = join(folder, CONFIG_FILE)
    if (existsSync(settings)) return
    const { build } = await loadKernels(config.deterministic ? { build: 'simd' } : {})
    writeAtomically(settings, configText(config, build, process.version))
  } catch {
    // As writeFailure.
  }
}

/** A run that is tried again has not failed yet. */
export const forgetFailure = (folder: string) => rmSync(join(folder, FAILURE_FILE), { force: true })
