/** An f of the user's own, from a JavaScript or TypeScript file (Node). */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { defaultExport, insteadOfFunction } from '../code-file.ts'
import { type CodeUpdate, resolveAnyUpdate, type ScaleFunction } from '../updates/index.ts'

/**
 * The update whose f a file has: of form `policy` and reference `logprob`, named after the file. The file isn't loaded.
 *
 * @throws Error of one line if there is no such file.
 */
export function ownUpdateFile(file: string): CodeUpdate {
  if (!existsSync(file)) throw new Error(`there is no update file ${file}`)
  return resolveAnyUpdate({
    name: basename(file).replace(/\.[^.]+$/, ''),
    form: 'policy',
    reference: 'logprob',
    scale: { own: resolve(file) },
    about: `f of ${basename(file)}`,
  }) as CodeUpdate
}

/**
 * f, the default export of `file`. This runs the file.
 *
 * @throws Error of one line that names the file: missing, broken, or without such an export.
 */
export async function scaleFrom(file: string): Promise<ScaleFunction> {
  const exported = await defaultExport(file, 'update')
  if (typeof exported === 'function') return exported as ScaleFunction
  throw new Error(
    `${file} has ${insteadOfFunction(exported)}; export default f itself, (deltaO, deltaR) => number: form, reference and temperature are settings beside it, such as --set update.form=value`,
  )
}

/** SHA-256 of a file's content; of code that it imports it knows nothing. */
export const fileDigest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')
