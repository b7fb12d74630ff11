/** Reads the folder of a run, or the one file of it that is asked for. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { KernelBuild } from '../../kernels/index.ts'
import type { Checkpoint, Metrics, Result } from '../../training/index.ts'
import {
  BEST_FILE,
  CHECKPOINT_FILE,
  CONFIG_FILE,
  keptFile,
  METRICS_FILE,
  MOST_BYTES,
  MOST_BYTES_OF_ROWS,
  type OpenRun,
  openRunFiles,
  RESULT_FILE,
  type RunRecord,
  readConfig,
  readResult,
  requireAgreement,
} from '../files/index.ts'
import { keptSteps } from './kept-checkpoints.ts'
import { MOST_AT_ONCE, plainFile } from './plain-file.ts'

/**
 * All but the checkpoint.
 *
 * @throws Error that names the file, but not the folder, and what is wrong with it.
 */
export function readRun(folder: string): RunRecord & { readonly metrics: readonly Metrics[] } {
  const { rows, ...run } = openRun(folder)
  return { folder, ...run, metrics: [...rows] }
}

/** @throws Error as `readRun` does, but for rows. */
export function openRun(folder: string): OpenRun {
  return openRunFiles((name) => textIn(folder, name, name === METRICS_FILE ? MOST_BYTES_OF_ROWS : MOST_BYTES))
}

/** @throws Error that names folder and file, and what is wrong with it. */
export function configIn(folder: string): ReturnType<typeof readConfig> {
  const text = textIn(folder, CONFIG_FILE, MOST_BYTES)
  if (text === undefined) throw new Error(`'${folder}' is not a run: it has no ${CONFIG_FILE}`)
  try {
    return readConfig(text)
  } catch (error) {
    throw new Error(`'${folder}' is damaged: ${(error as Error).message}`, { cause: error })
  }
}

/** How the run went; undefined where no file says so, or none that can be read. */
export function resultIn(folder: string): Result | undefined {
  try {
    const text = textIn(folder, RESULT_FILE, MOST_BYTES)
    return text === undefined ? undefined : readResult(text).result
  } catch {
    return undefined
  }
}

export const hasCheckpoint = (folder: string) => existsSync(join(folder, CHECKPOINT_FILE))

/**
 * What a run is taken up from: its checkpoint, and the kernels that it was made with.
 *
 * @param name of the checkpoint in the folder.
 * @throws Error that names the file and what is wrong with it, or the setting in which its files contradict each other.
 */
export async function runIn(
  folder: string,
  name = CHECKPOINT_FILE,
): Promise<{
  readonly kernels: KernelBuild
  readonly checkpoint: Checkpoint
  readonly bytes: Uint8Array
}> {
  const { config, versions } = configIn(folder)
  const { checkpoint, bytes } = await checkpointIn(folder, name)
  requireAgreement(`'${folder}'`, config, checkpoint.state.config)
  return { kernels: versions.kernels, checkpoint, bytes }
}

/** @throws Error that names the file and what is wrong with it. */
export async function checkpointIn(
  folder: string,
  name = CHECKPOINT_FILE,
): Promise<{ readonly checkpoint: Checkpoint; readonly bytes: Uint8Array }> {
  const file = join(folder, name)
  const bytes = plainFile(file, MOST_AT_ONCE)
  if (!bytes)
    throw new Error(
      name === BEST_FILE
        ? `'${folder}' has no best policy (${file} is missing); train with evaluateEvery`
        : `'${folder}' has no checkpoint (${file} is missing); train a run first`,
    )
  // Whoever reads all but checkpoints needs no policies.
  const { decodeCheckpoint } = await import('../../training/index.ts')
  try {
    return { checkpoint: await decodeCheckpoint(bytes), bytes }
  } catch (error) {
    throw new Error(`the checkpoint '${file}' can't be read: ${(error as Error).message}`, { cause: error })
  }
}

/**
 * The name of the checkpoint that was taken at a step.
 *
 * @throws Error of one line that names the steps there are.
 */
export async function checkpointOf(folder: string, step: number): Promise<string> {
  if (existsSync(join(folder, keptFile(step)))) return keptFile(step)
  const latest = (await checkpointIn(folder)).checkpoint.state.result.steps
  if (latest === step) return CHECKPOINT_FILE
  const steps = [...keptSteps(folder), latest].join(', ')
  throw new Error(
    `'${folder}' has no checkpoint of step ${step}, only of ${steps}; the setting keepCheckpoints keeps more`,
  )
}

/** undefined where there is no such file. */
export const textIn = (folder: string, name: string, most: number): string | undefined =>
  plainFile(join(folder, name), most, name)?.toString()
