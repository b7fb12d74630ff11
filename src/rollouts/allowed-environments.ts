/** Which environments are code of somebody's own, and whether that may be loaded here (Node). */
import { existsSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'
import { GYMNASIUM } from '../envs/registry.ts'
import { isEnvironmentFile } from './one-thread.ts'

/** Whether making this environment loads code that is neither formscale's nor Gymnasium's own: a file, or a module of Python. */
export function isOwnCode(env: string): boolean {
  if (isEnvironmentFile(env)) return true
  // Gymnasium imports what stands before the colon of an id.
  return env.startsWith(GYMNASIUM) && /:|%3a/i.test(env.slice(GYMNASIUM.length))
}

/**
 * Whether an environment is among those allowed.
 *
 * @param allowed environments by name, files, and folders whose files are allowed, links that lead out of them not.
 */
export const isAllowed = (env: string, allowed: readonly string[]) =>
  allowed.some((one) => one === env || (isEnvironmentFile(env) && isWithin(env, one)))

function isWithin(file: string, place: string): boolean {
  if (!existsSync(file) || !existsSync(place)) return false
  const real = realpathSync(file)
  const root = realpathSync(place)
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)
}
