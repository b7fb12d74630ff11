import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { writing } from './file-error.ts'
import { removeIfEmpty } from './remove-if-empty.ts'

/**
 * Makes a folder, and those above it, where they are missing. Node's own way to do so says of a read-only disk that there is
 * no such folder.
 *
 * @throws Error of one line that names the folder and the cause.
 */
export function makeFolder(dir: string): void {
  if (existsSync(dir)) return
  const parent = dirname(dir)
  makeFolder(parent)
  try {
    writing(dir, () => mkdirSync(dir))
  } catch (error) {
    // Another process may have been first.
    if (existsSync(dir)) return
    const { code } = ((error as Error).cause ?? error) as NodeJS.ErrnoException
    if (code !== 'ENOENT') throw error
    // Another process may have taken back the parent, which it had found empty.
    if (existsSync(parent))
      throw new Error(`can't make the folder ${dir}: ${parent} takes none (${code}); name another`, {
        cause: error,
      })
    makeFolder(dir)
  }
}

/**
 * Tries whether a folder can be made, and leaves things as they were.
 *
 * @throws what `makeFolder` throws.
 */
export function requireMakeable(dir: string): void {
  const missing: string[] = []
  for (let at = resolve(dir); !existsSync(at); at = dirname(at)) missing.push(at)
  try {
    makeFolder(dir)
  } finally {
    for (const made of missing) removeIfEmpty(made)
  }
}
