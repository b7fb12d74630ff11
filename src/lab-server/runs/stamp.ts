import { realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'

/** A file's size and time of change, ms since 1970. */
export interface Stamp {
  readonly size: number
  readonly modified: number
}

/**
 * The stamp of a file of a run; undefined where there is none.
 *
 * @throws Error for what is not a plain file within `root`, such as a link that leads out of it.
 */
export function stampOf(root: string, folder: string, name: string): Stamp | undefined {
  let real: string
  try {
    real = realpathSync(join(folder, name))
  } catch {
    return undefined
  }
  if (!real.startsWith(root + sep)) throw new Error(`${name} is a link out of the folder that is served`)
  const stats = statSync(real)
  if (!stats.isFile()) throw new Error(`${name} is not a file`)
  return { size: stats.size, modified: stats.mtimeMs }
}
