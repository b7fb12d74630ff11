/** Run folders on their way between machines: compressed files by their names. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { CHECKPOINT_FILE } from '../folder/run-files.ts'

/** File name in the run's folder, with `/`, to its compressed content. */
export type RunArchive = ReadonlyMap<string, Buffer>

const compress = promisify(gzip)
const expand = promisify(gunzip)

/** Weights hardly compress; a higher level costs time and gains nothing. */
const LEVEL = 1

/** The checkpoint is read first: rows of metrics beyond it are dropped when the run goes on, rows that lack would not come back. */
export async function archiveRun(folder: string): Promise<RunArchive> {
  const checkpoint = CHECKPOINT_FILE.replaceAll('\\', '/')
  const files = filesIn(folder)
  const first = files.filter((file) => file === checkpoint)
  const archive = new Map<string, Buffer>()
  for (const file of [...first, ...files.filter((file) => file !== checkpoint)])
    archive.set(file, await compress(readFileSync(join(folder, file)), { level: LEVEL }))
  return archive
}

/** Writes the files to `folder`, over those of the same names; the result comes last, when all else is there. */
export async function restoreRun(archive: RunArchive, folder: string): Promise<void> {
  const last = 'result.json'
  for (const file of [...archive.keys()].sort((a, b) => Number(a === last) - Number(b === last))) {
    if (!SAFE.test(file)) throw new Error(`'${file}' is no file of a run`)
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.tmp`, await expand(archive.get(file)!))
    renameSync(`${path}.tmp`, path)
  }
}

/** A name without a way out of the folder. */
const SAFE = /^(?!.*\.\.)[\w.-]+(\/[\w.-]+)*$/

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.endsWith('.tmp') && statSync(join(folder, file)).isFile())
}

export const sizeOf = (archive: RunArchive) =>
  [...archive.values()].reduce((sum, { length }) => sum + length, 0)
