/** What trajectories have from Node. */
import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'

/**
 * The lines of a file, one at a time.
 *
 * @throws Error where there is no such file.
 */
export function linesOf(file: string): AsyncIterable<string> {
  if (!existsSync(file)) throw new Error(`there is no file ${file}`)
  return createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
}
