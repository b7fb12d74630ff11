import { createReadStream, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { RawRow } from '../../policies/index.ts'
import { csvRows } from './csv.ts'
import { jsonRows } from './json-lines.ts'
import { parquetRows } from './parquet.ts'

const CHUNK_BYTES = 1 << 18

const SEPARATORS: Readonly<Record<string, string>> = { csv: ',', tsv: '\t' }
const JSON_LINES = ['jsonl', 'ndjson', 'json']

/**
 * The rows of a file, some at a time: JSON lines (.jsonl, .ndjson, .json), CSV (.csv, .tsv), both also as .gz, or Parquet.
 *
 * @throws Error of one line that names the file and, where it has come so far, the row.
 */
export async function* rowsOfFile(path: string): AsyncGenerator<readonly RawRow[]> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new Error(`there is no log ${path}`)
  const [, kind = '', gz] = path.toLowerCase().match(/\.(\w+?)(\.gz)?$/) ?? []
  if (kind === 'parquet') yield* parquetRows(path)
  else if (kind in SEPARATORS) yield* csvRows(path, bytesOf(path, gz !== undefined), SEPARATORS[kind])
  else if (JSON_LINES.includes(kind)) yield* jsonRows(path, bytesOf(path, gz !== undefined))
  else
    throw new Error(
      `${path} is no log by its name; it must end in .jsonl, .csv, .tsv (each also with .gz) or .parquet`,
    )
}

/** The bytes of a file, unpacked. */
function bytesOf(path: string, isPacked: boolean): Readable {
  const bytes = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  if (!isPacked) return bytes
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES })
  bytes.on('error', (error) => unpacked.destroy(error))
  return bytes.pipe(unpacked)
}
