import { readdirSync, statSync } from 'node:fs'
import { requireMakeable } from './make-folder.ts'

/**
 * @param option what the user named the folder by: `out` or `--out`.
 * @param otherwise what the user can do but name another folder.
 * @throws Error of one line if `dir` is a file, a folder with anything in it, or one that can't be made.
 */
export function refuseUsed(dir: string, option: string, otherwise: string): void {
  const found = statSync(dir, { throwIfNoEntry: false })
  if (!found) {
    requireMakeable(dir)
    return
  }
  if (!found.isDirectory()) throw new Error(`${option} ${dir} is a file; name a new folder`)
  if (readdirSync(dir).length > 0)
    throw new Error(`${option} ${dir} is not empty; name a new folder, or ${otherwise}`)
}
