/** Runs as files: the same ones as the command line's run folders have, in a zip. */
import { strFromU8, strToU8, type UnzipFileInfo, unzipSync, type Zippable, zipSync } from 'fflate'
import type { KernelBuild } from '../../../src/kernels/index.ts'
import {
  CHECKPOINT_FILE,
  CONFIG_FILE,
  checksumOf,
  configText,
  eventFileName,
  fileVersion,
  METRICS_FILE,
  MOST_BYTES,
  MOST_BYTES_OF_CHECKPOINT,
  MOST_BYTES_OF_ROWS,
  metricsEvent,
  metricsLine,
  openRunFiles,
  RESULT_FILE,
  resultText,
} from '../../../src/runs/files/index.ts'
import { folderName } from '../../../src/studies/folder-name.ts'
import type { Config, Metrics, Result } from '../../../src/training/index.ts'

export interface RunFiles {
  readonly checkpoint: Uint8Array<ArrayBuffer>
  readonly config: Config
  readonly rows: readonly Metrics[]
}

export interface SavedRun extends RunFiles {
  readonly kernels: KernelBuild
  readonly result: Result
}

export const runName = ({ env, update, seed }: Config) =>
  [env, update.name, String(seed)].map(folderName).join('-')

/** A zip with one folder, the run's. */
export function pack({ config, kernels, checkpoint, rows, result }: SavedRun): Uint8Array<ArrayBuffer> {
  const seconds = Date.now() / 1000
  const events = [fileVersion(seconds), ...rows.map((row) => metricsEvent(row, seconds))]
  const metrics = rows.map(metricsLine).join('')
  const files: Zippable = {
    [CONFIG_FILE]: strToU8(configText(config, kernels, 'browser')),
    [METRICS_FILE]: strToU8(metrics),
    [CHECKPOINT_FILE]: [checkpoint, { level: 0 }],
    [RESULT_FILE]: strToU8(resultText(result, checksumOf(result, metrics))),
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

/** What a visitor gave: a zip, or the files of a folder, each under its path. */
export type Given = readonly { readonly path: string; readonly file: Blob }[]

/**
 * The run in these files, by the same rules as `formscale report` and the page Runs read one.
 *
 * @throws Error of one line where there is none, or one that is damaged; it names the file and what is wrong with it.
 */
export async function unpack(given: Given): Promise<RunFiles> {
  const zip = given.length === 1 && /\.zip$/i.test(given[0].path) ? given[0] : undefined
  if (zip) requireSize(zip.path, zip.file.size, MOST_BYTES_OF_ZIP)
  const files = zip ? unzipped(await bytesOf(zip.file)) : new Map(given.map(({ path, file }) => [path, file]))
  const where = zip ? zip.path : 'these files'
  const folder = runFolderAmong([...files.keys()], where)
  const read = async (name: string) => {
    const found = files.get(folder + name)
    if (found) requireSize(name, found.size, mostOf(name))
    return found && bytesOf(found)
  }
  const checkpoint = await read(CHECKPOINT_FILE)
  if (!checkpoint)
    throw new Error(`the run in ${where} has no ${CHECKPOINT_FILE}, so there is nothing to go on from`)
  const texts = new Map<string, string>()
  for (const name of [CONFIG_FILE, METRICS_FILE, RESULT_FILE]) {
    const bytes = await read(name)
    if (bytes) texts.set(name, strFromU8(bytes))
  }
  try {
    const { config, rows } = openRunFiles((name) => texts.get(name))
    return { checkpoint, config, rows: [...rows] }
  } catch (error) {
    throw new Error(`the run in ${where} is damaged: ${(error as Error).message}`, { cause: error })
  }
}

/** The path of the one folder of a run, with a slash; '' where the files are its own. */
function runFolderAmong(paths: readonly string[], where: string): string {
  const folders = new Set(
    paths.flatMap((path) => {
      const name = names.find((name) => path === name || path.endsWith(`/${name}`))
      return name === undefined ? [] : [path.slice(0, path.length - name.length)]
    }),
  )
  const [first] = folders
  if (first === undefined)
    throw new Error(
      `no run in ${where}: there is neither ${CONFIG_FILE} nor ${CHECKPOINT_FILE}. Drop a run's folder, or the zip of one.`,
    )
  if (folders.size > 1)
    throw new Error(`there are ${folders.size} runs in ${where}; drop the folder of one, such as ${first}`)
  return first
}

const names = [CONFIG_FILE, METRICS_FILE, CHECKPOINT_FILE, RESULT_FILE]

/** A page holds all of a file at once; a zip of a few kilobytes may hold one of gigabytes. */
const MOST_BYTES_OF_ZIP = MOST_BYTES_OF_CHECKPOINT + 2 * MOST_BYTES_OF_ROWS

const mostOf = (name: string) =>
  name === CHECKPOINT_FILE
    ? MOST_BYTES_OF_CHECKPOINT
    : name === METRICS_FILE
      ? MOST_BYTES_OF_ROWS
      : MOST_BYTES

function requireSize(what: string, bytes: number, most: number): void {
  if (bytes > most) throw new Error(`${what} has ${bytes} bytes; it may have at most ${most}`)
}

function unzipped(zip: Uint8Array): Map<string, Blob> {
  let total = 0
  // What is beyond the size that a zip tells of a file is left out, so that it can tell of less, but not hold more.
  const isWanted = ({ name: path, originalSize }: UnzipFileInfo) => {
    const name = names.find((name) => path === name || path.endsWith(`/${name}`))
    if (name === undefined) return false
    requireSize(name, originalSize, mostOf(name))
    total += originalSize
    requireSize('the run', total, MOST_BYTES_OF_ZIP)
    return true
  }
  try {
    const files = unzipSync(zip, { filter: isWanted })
    return new Map(Object.entries(files).map(([path, bytes]) => [path, new Blob([new Uint8Array(bytes)])]))
  } catch (error) {
    throw new Error(`the zip can't be read: ${(error as Error).message}`, { cause: error })
  }
}

const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer())
