/** Environments of a user's own, from a JavaScript or TypeScript file (Node). */
import { defaultExport, insteadOfFunction } from '../code-file.ts'
import type { Environment } from '../envs/index.ts'
import { type EnvironmentMaker, madeBy } from './own-environment.ts'

/**
 * What makes the environment of `file`, whose default export is a class or a function.
 *
 * @throws Error of one line that names the file: missing, broken, or without such an export.
 */
export async function environmentMaker(file: string): Promise<() => Environment> {
  const exported = await defaultExport(file, 'environment')
  if (typeof exported !== 'function')
    throw new Error(
      `${file} has ${insteadOfFunction(exported)}; export default a class, or a function that makes the environment`,
    )
  const what = exported.prototype?.step
    ? 'constructor of its environment'
    : 'function that makes its environment'
  return () => named(madeBy(exported as EnvironmentMaker, `${file}: the ${what}`), file)
}

/** @throws Error for what is not an environment; one without an id goes by its file's name. */
function named(made: Partial<Environment>, file: string): Environment {
  for (const field of ['observationSpace', 'actionSpace', 'reset', 'step'] as const)
    if (made[field] === undefined)
      throw new Error(
        `${file} makes something without ${field}; see docs/environments.md for what an environment has`,
      )
  if (made.id === undefined) Object.assign(made, { id: file })
  return made as Environment
}
