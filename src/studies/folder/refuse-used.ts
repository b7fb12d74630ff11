import { readdirSync, statSync } from 'node:fs'

/**
 * @param otherwise what the user can do but name another folder.
 * @throws Error of one line if `dir` is a file, or a folder with anything in it.
 */
export function refuseUsed(dir: string, otherwise: string): void {
  const found = statSync(dir, { throwIfNoEntry: false })
  if (!found) return
  if (!found.isDirectory()) throw new Error(`--out ${dir} is a file; name a new folder`)
  if (readdirSync(dir).length > 0)
    throw new Error(`--out ${dir} is not empty; name a new folder, or ${otherwise}`)
}
