/** Environments of a user's own, from a JavaScript or TypeScript file (Node). */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { createJiti } from 'jiti'
import type { Environment } from '../envs/index.ts'

/**
 * What makes the environment of `file`, whose default export is a class or a function.
 *
 * @throws Error of one line that names the file: missing, broken, or without such an export.
 */
export async function environmentMaker(file: string): Promise<() => Environment> {
  if (!existsSync(file)) throw new Error(`there is no environment file ${file}`)
  const exported = await load(file)
  if (typeof exported !== 'function')
    throw new Error(
      `${file} has ${exported === undefined ? 'no default export' : `a ${typeof exported} as its default export`}; export default a class, or a function that makes the environment`,
    )
  const isClass = /^class\b/.test(Function.prototype.toString.call(exported))
  return () => {
    const made = isClass ? Reflect.construct(exported, []) : exported()
    return named(made as Partial<Environment>, file)
  }
}

async function load(file: string): Promise<unknown> {
  try {
    const module = await createJiti(import.meta.url, {
      interopDefault: false,
      // Kept in a folder that others can write to, compiled code would be theirs.
      fsCache: false,
    }).import<{ default?: unknown }>(resolve(file))
    return module.default
  } catch (error) {
    throw new Error(`${file} can't be loaded: ${(error as Error).message}`, { cause: error })
  }
}

/** @throws Error for what is no environment; one without an id goes by its file's name. */
function named(made: Partial<Environment>, file: string): Environment {
  for (const field of ['observationSpace', 'actionSpace', 'reset', 'step'] as const)
    if (typeof made !== 'object' || made?.[field] === undefined)
      throw new Error(
        `${file} makes something without ${field}; see docs/environments.md for what an environment has`,
      )
  if (made.id === undefined) Object.assign(made, { id: file })
  return made as Environment
}
