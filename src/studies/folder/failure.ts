/** `failure.json`: what a run that failed leaves behind, beside its settings and, if it had one, its last checkpoint. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { loadKernels } from '../../kernels/index.ts'
import { CONFIG_FILE, configText, FAILURE_FILE, jsonText } from '../../runs/files/index.ts'
import { makeFolder, writeAtomically } from '../../runs/folder/index.ts'
import type { Job, Outcome } from '../job.ts'

/** Leaves the cause, and the settings that lead to it: `formscale train --config FOLDER` shows it again. */
export async function recordFailure(
  { folder, config }: Job,
  { message, stack }: Extract<Outcome, { status: 'failed' }>,
): Promise<void> {
  makeFolder(folder)
  writeAtomically(join(folder, FAILURE_FILE), jsonText({ message, stack }))
  const settings = join(folder, CONFIG_FILE)
  if (existsSync(settings)) return
  const { build } = await loadKernels(config.deterministic ? { build: 'simd' } : {})
  writeAtomically(settings, configText(config, build, process.version))
}

/** A run that is tried again has not failed yet. */
export const forgetFailure = (folder: string) => rmSync(join(folder, FAILURE_FILE), { force: true })
