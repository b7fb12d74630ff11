/** Which environments that are code of somebody's own may be loaded here (Node). */
import { existsSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'
import { isCodeFile } from '../is-code-file.ts'

/**
 * Whether an environment is among those allowed.
 *
 * @param allowed environments by name, files, and folders whose files are allowed, links that lead out of them not.
 */
export const isAllowed = (env: string, allowed: readonly string[]) =>
  allowed.some((one) => one === env || (isCodeFile(env) && isWithin(env, one)))

/** Whether a file is one of these, or lies in one of these folders, links that lead out of them not. */
export const liesIn = (file: string, places: readonly string[]) =>
  places.some((place) => isWithin(file, place))

function isWithin(file: string, place: string): boolean {
  if (!existsSync(file) || !existsSync(place)) return false
  const real = realpathSync(file)
  const root = realpathSync(place)
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)
}
