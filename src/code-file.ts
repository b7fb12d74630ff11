/** Code of a user's own, from a JavaScript or TypeScript file (Node). */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
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
    const jiti = createJiti(import.meta.url, { interopDefault: false, fsCache: false, alias: ownDoors() })
    const module = await jiti.import<{ default?: unknown }>(resolve(file))
    return module.default
  } catch (error) {
    throw new Error(`${file} can't be loaded: ${(error as Error).message}`, { cause: error })
  }
}

/** The package's doors as a user's file names them: it gets this copy, also where none is installed beside it. */
function ownDoors(): Record<string, string> {
  const require = createRequire(import.meta.url)
  const { exports } = JSON.parse(readFileSync(require.resolve('formscale/package.json'), 'utf8'))
  const names = Object.keys(exports).filter((door) => !door.includes('*'))
  return Object.fromEntries(
    names.map((door) => `formscale${door.slice(1)}`).map((name) => [name, require.resolve(name)]),
  )
}

/** What a file exports in place of a function, in words: `no default export`. */
export const insteadOfFunction = (exported: unknown) =>
  exported === undefined
    ? 'no default export'
    : `${/^[aeiou]/.test(typeof exported) ? 'an' : 'a'} ${typeof exported} as its default export`
