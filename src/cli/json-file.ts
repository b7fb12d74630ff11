import { readFileSync, statSync } from 'node:fs'
import { printable } from '../printable.ts'

/**
 * Reads a file that holds one JSON object.
 *
 * @throws Error of one line that names the file.
 */
export function readJson(file: string): Record<string, unknown> {
  const text = read(file)
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw new Error(`${file} is not JSON: ${printable((error as Error).message)}`)
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error(`${file} must hold a JSON object, { … }`)
  return parsed as Record<string, unknown>
}

function read(file: string): string {
  if (!statSync(file, { throwIfNoEntry: false })) throw new Error(`there is no file ${file}`)
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`${file} can't be read: ${(error as Error).message}`)
  }
}
