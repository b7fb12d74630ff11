/** Runs as files: the same ones as the command line's run folders have, in a zip. */
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate'
import type { KernelBuild } from '../../../src/kernels/index.ts'
import {
  CHECKPOINT_FILE,
  CONFIG_FILE,
  configText,
  eventFileName,
  fileVersion,
  METRICS_FILE,
  metricsEvent,
  metricsLine,
  RESULT_FILE,
  readMetrics,
  resultText,
} from '../../../src/runs/files/index.ts'
import { folderName } from '../../../src/studies/folder-name.ts'
import type { Config, Metrics, Result } from '../../../src/training/index.ts'

export interface RunFiles {
  readonly checkpoint: Uint8Array<ArrayBuffer>
  readonly rows: readonly Metrics[]
}

export interface SavedRun extends RunFiles {
  readonly config: Config
  readonly kernels: KernelBuild
  readonly result: Result
}

export const runName = ({ env, update, seed }: Config) =>
  [env, update.name, String(seed)].map(folderName).join('-')

/** A zip with one folder, the run's. */
export function pack({ config, kernels, checkpoint, rows, result }: SavedRun): Uint8Array<ArrayBuffer> {
  const seconds = Date.now() / 1000
  const events = [fileVersion(seconds), ...rows.map((row) => metricsEvent(row, seconds))]
  const files: Zippable = {
    [CONFIG_FILE]: strToU8(configText(config, kernels, 'browser')),
    [METRICS_FILE]: strToU8(rows.map(metricsLine).join('')),
    [CHECKPOINT_FILE]: [checkpoint, { level: 0 }],
    [RESULT_FILE]: strToU8(resultText(result)),
    [eventFileName(seconds, 'browser')]: concatenated(events),
  }
  const folder = runName(config)
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content])),
  )
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * The run in what a visitor gave: a zip, or the files of a folder, each under its path.
 *
 * @throws Error of one line where there is no run in it.
 */
export async function unpack(
  files: readonly { readonly path: string; readonly file: Blob }[],
): Promise<RunFiles> {
  const zip = files.length === 1 && /\.zip$/i.test(files[0].path) ? files[0] : undefined
  const read = zip ? unzipped(await bytesOf(zip.file)) : folder(files)
  const checkpoint = await read(CHECKPOINT_FILE)
  if (!checkpoint)
    throw new Error(
      `no run in ${zip ? zip.path : 'these files'}: ${CHECKPOINT_FILE} is missing. Drop a run's folder, or the zip of one.`,
    )
  return { checkpoint, rows: readMetrics(strFromU8((await read(METRICS_FILE)) ?? new Uint8Array())) }
}

type Reader = (path: string) => Promise<Uint8Array<ArrayBuffer> | undefined>

function folder(files: readonly { readonly path: string; readonly file: Blob }[]): Reader {
  return async (path) => {
    const found = files.find((one) => one.path === path || one.path.endsWith(`/${path}`))
    return found && bytesOf(found.file)
  }
}

function unzipped(zip: Uint8Array): Reader {
  const wanted = (name: string) => name.endsWith(CHECKPOINT_FILE) || name.endsWith(METRICS_FILE)
  let files: Record<string, Uint8Array>
  try {
    files = unzipSync(zip, { filter: ({ name }) => wanted(name) })
  } catch (error) {
    throw new Error(`the zip can't be read: ${(error as Error).message}`, { cause: error })
  }
  return async (path) => {
    const name = Object.keys(files).find((one) => one === path || one.endsWith(`/${path}`))
    return name === undefined ? undefined : new Uint8Array(files[name])
  }
}

const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer())
