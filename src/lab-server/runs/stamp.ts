import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'

/** A file's size and time of change, ms since 1970. */
export interface Stamp {
  readonly size: number
  readonly modified: number
}

const missingIsUndefined = { throwIfNoEntry: false } as const

/**
 * The stamp of a file of a run; undefined where there is none.
 *
 * @param root as it really is, and `folder` below it without links.
 * @throws Error for what is not a plain file within `root`, such as a link that leads out of it.
 */
export function stampOf(root: string, folder: string, name: string): Stamp | undefined {
  const stats = statsOf(root, folder, name)
  if (!stats) return undefined
  if (!stats.isFile()) throw new Error(`${name} is not a file`)
  return { size: stats.size, modified: stats.mtimeMs }
}

/** Finding out where a path really leads takes far longer than to see that it has no link. */
function statsOf(root: string, folder: string, name: string): Stats | undefined {
  const file = join(folder, name)
  const isLink = (path: string) => lstatSync(path, missingIsUndefined)?.isSymbolicLink() ?? false
  const within = dirname(name)
  const stats = lstatSync(file, missingIsUndefined)
  if (!stats) return undefined
  if (!stats.isSymbolicLink() && !(within !== '.' && isLink(join(folder, within)))) return stats
  let real: string
  try {
    real = realpathSync(file)
  } catch {
    return undefined
  }
  if (!real.startsWith(root + sep)) throw new Error(`${name} is a link out of the folder that is served`)
  return statSync(real)
}
