/** Run folders on their way between machines: compressed files by their names, of a list of names and up to a size. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { printable } from '../../printable.ts'
import {
  BEST_FILE,
  CHANGES_FILE,
  CHECKPOINT_FILE,
  CONFIG_FILE,
  FAILURE_FILE,
  METRICS_FILE,
  RESULT_FILE,
} from '../../runs/files/index.ts'
import { makeFolder, plainFile, writeAtomicallyMeanwhile } from '../../runs/folder/index.ts'

/** File name in the run's folder, with `/`, to its compressed content. */
export type RunArchive = ReadonlyMap<string, Buffer>

/** File name in the run's folder, with `/`, to its content. */
export type RunContents = ReadonlyMap<string, Buffer>

const compress = promisify(gzip)
const expand = promisify(gunzip)

/** Weights hardly compress; a higher level costs time and gains nothing. */
const LEVEL = 1

const MIB = 2 ** 20

/** The files that a run has, and the most bytes of each. Nothing among them is code that anybody loads. */
const FILES: readonly { readonly name: string | RegExp; readonly bytes: number }[] = [
  // Read first: rows of metrics beyond it are dropped when the run goes on, rows that lack would not come back. A best one
  // beyond it is written anew.
  { name: CHECKPOINT_FILE, bytes: 512 * MIB },
  { name: BEST_FILE, bytes: 512 * MIB },
  { name: /^checkpoint\/step-\d{1,10}\.safetensors$/, bytes: 512 * MIB },
  { name: CONFIG_FILE, bytes: MIB },
  { name: CHANGES_FILE, bytes: 64 * MIB },
  { name: METRICS_FILE, bytes: 64 * MIB },
  { name: /^events\.out\.tfevents\.[\w.-]{1,100}$/, bytes: 64 * MIB },
  { name: FAILURE_FILE, bytes: 4 * MIB },
  // Written last: with it the run is whole.
  { name: RESULT_FILE, bytes: MIB },
]

/** Most bytes of a run, expanded. */
const MOST_BYTES = 1024 * MIB

/** Most files of a run: each time it goes on, it has a new one for TensorBoard. */
const MOST_FILES = 1000

/** Which of FILES a name belongs to; -1 for what is not a file of a run. */
const kindOf = (file: string) =>
  FILES.findIndex(({ name }) => (typeof name === 'string' ? name === file : name.test(file)))

/** The run's files as they are now, in the order of FILES; whatever else is in the folder stays behind. */
export async function archiveRun(folder: string): Promise<RunArchive> {
  const archive = new Map<string, Buffer>()
  for (const file of filesIn(folder)) {
    const content = plainFile(join(folder, file), FILES[kindOf(file)].bytes)!
    archive.set(file, await compress(content, { level: LEVEL }))
  }
  return archive
}

/**
 * The files of an archive, in the order in which they are written.
 *
 * @throws Error of one line for a name that no file of a run has, and for files that are too many or too large.
 */
export async function expandRun(archive: RunArchive): Promise<RunContents> {
  if (archive.size > MOST_FILES) throw new Error(`a run in Redis has ${archive.size} files`)
  const stranger = [...archive.keys()].find((file) => kindOf(file) < 0)
  if (stranger !== undefined) throw new Error(`'${printable(stranger)}' is not a file of a run`)
  const contents = new Map<string, Buffer>()
  let left = MOST_BYTES
  for (const file of [...archive.keys()].sort((a, b) => kindOf(a) - kindOf(b))) {
    const content = await expanded(file, archive.get(file)!, Math.min(left, FILES[kindOf(file)].bytes))
    left -= content.length
    contents.set(file, content)
  }
  return contents
}

async function expanded(file: string, content: Buffer, most: number): Promise<Buffer> {
  try {
    return await expand(content, { maxOutputLength: Math.max(1, most) })
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    const problem = tooLarge ? `is larger than ${most} bytes` : `is damaged: ${(error as Error).message}`
    throw new Error(`'${file}' of a run in Redis ${problem}`)
  }
}

/** Writes the files over those of the same names, one after the other: with the last of them the run is whole. */
export async function writeContents(contents: RunContents, folder: string): Promise<void> {
  for (const [file, content] of contents) {
    const path = join(folder, file)
    makeFolder(dirname(path))
    await writeAtomicallyMeanwhile(path, content)
  }
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => kindOf(file) >= 0 && statSync(join(folder, file)).isFile())
    .sort((a, b) => kindOf(a) - kindOf(b))
}

export const sizeOf = (archive: RunArchive) =>
  [...archive.values()].reduce((sum, { length }) => sum + length, 0)
