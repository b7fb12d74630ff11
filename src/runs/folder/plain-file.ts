import { readFileSync, statSync } from 'node:fs'
import { MOST_BYTES_OF_ROWS } from '../files/index.ts'

/** Most bytes that Node reads at once. */
export const MOST_AT_ONCE = 2 ** 31 - 1

/**
 * What is in a file of a folder that may be from elsewhere; undefined where there is none. Whoever reads a pipe waits for ever,
 * and a device like /dev/zero has no end.
 *
 * @param name what errors call it.
 * @throws Error for what is no plain file, and for one of more than `most` bytes.
 */
export function plainFile(file: string, most = MOST_BYTES_OF_ROWS, name = file): Buffer | undefined {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) return undefined
  if (!found.isFile()) throw new Error(`${name} is not a plain file`)
  if (found.size > most) throw new Error(`${name} has ${found.size} bytes; it may have at most ${most}`)
  return readFileSync(file)
}
