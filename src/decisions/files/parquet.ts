import type { RawRow } from '../../policies/index.ts'
import { faultAt } from '../fault.ts'

/** Rows that are read together, whatever the size of the file's own groups. */
const BATCH = 32_768

/** Rows of a Parquet file, some tens of thousands at a time. */
export async function* parquetRows(path: string): AsyncGenerator<readonly RawRow[]> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet')
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file).catch((error: Error) => {
    throw new Error(`${path} is no Parquet file: ${error.message}`, { cause: error })
  })
  const rows = Number(metadata.num_rows)
  for (let rowStart = 0; rowStart < rows; rowStart += BATCH) {
    const rowEnd = Math.min(rows, rowStart + BATCH)
    const read = await parquetReadObjects({ file, metadata, rowStart, rowEnd }).catch((error: Error) => {
      throw faultAt(path, rowStart + 1, `can't be read: ${error.message}`)
    })
    yield read.map(plain)
  }
}

/** Parquet's whole numbers of 64 bits and its dates, as JSON has them. */
const plain = (row: Record<string, unknown>): RawRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? Number(value) : value instanceof Date ? value.toISOString() : value,
    ]),
  ) as RawRow
