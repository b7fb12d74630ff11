import { rmdirSync } from 'node:fs'

/**
 * Removes a folder if there is nothing in it; to ask first would leave time for another process to put something there. One that
 * stays for another reason, on a disk that is read-only say, is no error: this tidies up after those that are.
 */
export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // It stays.
  }
}
