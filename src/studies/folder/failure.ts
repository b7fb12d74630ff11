/** `failure.json`: what a run that failed leaves behind, beside its settings and, if it had one, its last checkpoint. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadKernels } from '../../kernels/index.ts'
import { version } from '../../training/version.ts'
import type { Job, Outcome } from '../job.ts'

export const FAILURE_FILE = 'failure.json'

/** Leaves the cause, and the settings that lead to it: `formscale train --config FOLDER` shows it again. */
export async function recordFailure(
  { folder, config }: Job,
  { message, stack }: Extract<Outcome, { status: 'failed' }>,
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, FAILURE_FILE), text({ message, stack }))
  const settings = join(folder, 'config.json')
  if (existsSync(settings)) return
  const { build } = await loadKernels(config.deterministic ? { build: 'simd' } : {})
  writeFileSync(settings, text({ formscale: version, node: process.version, kernels: build, config }))
}

/** A run that is tried again has not failed yet. */
export const forgetFailure = (folder: string) => rmSync(join(folder, FAILURE_FILE), { force: true })

const text = (content: object) => `${JSON.stringify(content, null, 2)}\n`
