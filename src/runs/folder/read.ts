/** Reads the folder of a run, or the one file of it that is asked for. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { KernelBuild } from '../../kernels/index.ts'
import type { Checkpoint, Result } from '../../training/index.ts'
import {
  BEST_FILE,
  CHECKPOINT_FILE,
  CONFIG_FILE,
  METRICS_FILE,
  RESULT_FILE,
  type RunRecord,
  readConfig,
  readMetrics,
  readResult,
} from '../files/index.ts'
import { requireAgreement } from './agreement.ts'
import { checksumOf } from './checksum.ts'

/**
 * All but the checkpoint.
 *
 * @throws Error that names the file, but not the folder, and what is wrong with it.
 */
export function readRun(folder: string): RunRecord {
  const config = textIn(folder, CONFIG_FILE)
  if (config === undefined) throw new Error(`${CONFIG_FILE} is missing`)
  const metrics = textIn(folder, METRICS_FILE) ?? ''
  const result = textIn(folder, RESULT_FILE)
  return {
    folder,
    ...readConfig(config),
    metrics: readMetrics(metrics),
    result: result === undefined ? null : resultOf(result, metrics),
  }
}

/** @throws Error for a result that doesn't belong to these rows. Those of version 0.1.0 say nothing of them. */
function resultOf(text: string, metrics: string): Result {
  const { result, checksum } = readResult(text)
  if (checksum !== undefined && checksum !== checksumOf(result, metrics))
    throw new Error(
      `${RESULT_FILE} and ${METRICS_FILE} don't belong together: one of them was changed, or lacks something`,
    )
  return result
}

/** @throws Error that names folder and file, and what is wrong with it. */
export function configIn(folder: string): ReturnType<typeof readConfig> {
  const text = textIn(folder, CONFIG_FILE)
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
    const text = textIn(folder, RESULT_FILE)
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
  requireAgreement(folder, config, checkpoint.state.config)
  return { kernels: versions.kernels, checkpoint, bytes }
}

/** @throws Error that names the file and what is wrong with it. */
export async function checkpointIn(
  folder: string,
  name = CHECKPOINT_FILE,
): Promise<{ readonly checkpoint: Checkpoint; readonly bytes: Uint8Array }> {
  const file = join(folder, name)
  if (!existsSync(file))
    throw new Error(
      name === BEST_FILE
        ? `'${folder}' has no best policy (${file} is missing); train with evaluateEvery`
        : `'${folder}' has no checkpoint (${file} is missing); train a run first`,
    )
  const bytes = readFileSync(file)
  // Whoever reads all but checkpoints needs no policies.
  const { decodeCheckpoint } = await import('../../training/index.ts')
  try {
    return { checkpoint: await decodeCheckpoint(bytes), bytes }
  } catch (error) {
    throw new Error(`the checkpoint '${file}' can't be read: ${(error as Error).message}`, { cause: error })
  }
}

/** Most bytes of a text file of a run; its rows of metrics are at most some 8,000. */
const MOST_BYTES = 64 * 2 ** 20

/** undefined where there is no such file. Whoever reads many runs would stand still for one that is endless. */
function textIn(folder: string, name: string): string | undefined {
  const file = join(folder, name)
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) return undefined
  if (found.size > MOST_BYTES)
    throw new Error(`${name} has ${found.size} bytes; that of a run has at most ${MOST_BYTES}`)
  return readFileSync(file, 'utf8')
}
