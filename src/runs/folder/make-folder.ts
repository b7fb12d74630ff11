import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { writing } from './file-error.ts'

/**
 * Makes a folder, and those above it, where they are missing. Node's own way to do so says of a read-only disk that there is
 * no such folder.
 *
 * @throws Error of one line that names the folder and the cause.
 */
export function makeFolder(dir: string): void {
  if (existsSync(dir)) return
  makeFolder(dirname(dir))
  try {
    writing(dir, () => mkdirSync(dir))
  } catch (error) {
    // Another process may have been first.
    if (!existsSync(dir)) throw error
  }
}
