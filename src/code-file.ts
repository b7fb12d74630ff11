/** Code of a user's own, from a JavaScript or TypeScript file (Node). */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { createJiti } from 'jiti'

/**
 * What a file exports by default. This runs the file: call it for files alone that the user named.
 *
 * @param kind of file, for errors: `environment`.
 * @throws Error of one line that names the file, where it is missing or broken.
 */
export async function defaultExport(file: string, kind: string): Promise<unknown> {
  if (!existsSync(file)) throw new Error(`there is no ${kind} file ${file}`)
  try {
    // Kept in a folder that others can write to, compiled code would be theirs.
    const jiti = createJiti(import.meta.url, { interopDefault: false, fsCache: false })
    const module = await jiti.import<{ default?: unknown }>(resolve(file))
    return module.default
  } catch (error) {
    throw new Error(`${file} can't be loaded: ${(error as Error).message}`, { cause: error })
  }
}

/** What a file exports in place of a function, in words: `no default export`. */
export const insteadOfFunction = (exported: unknown) =>
  exported === undefined ? 'no default export' : `a ${typeof exported} as its default export`
