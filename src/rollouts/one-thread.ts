import { environmentFile, gymnasium } from '#host/rollouts'
import { type Environment, make, prepare } from '../envs/index.ts'
import { GYMNASIUM } from '../envs/registry.ts'
import { isCodeFile } from '../is-code-file.ts'
import { LocalEnvironments } from './local-environments.ts'
import type { VectorEnvironment } from './vector-environment.ts'

/**
 * An environment's id, a file that holds one (Node), or a function that makes one. `gymnasium:` and an id of Gymnasium's
 * is an environment in Python (Node).
 */
export type EnvironmentSource = string | (() => Environment)

/** Whether making this environment loads code that is neither formscale's nor Gymnasium's own: a file, or a module of Python. */
export function isOwnCode(env: string): boolean {
  if (isCodeFile(env)) return true
  // Gymnasium imports what stands before the colon of an id.
  return env.startsWith(GYMNASIUM) && /:|%3a/i.test(env.slice(GYMNASIUM.length))
}

/** E environments stepped by the thread that asks for them; see `createEnvironments`. */
export async function createInThisThread(
  source: EnvironmentSource,
  numEnvs: number,
): Promise<VectorEnvironment> {
  if (typeof source === 'function') return sideBySide(() => madeBy(source), numEnvs)
  if (source.startsWith(GYMNASIUM)) {
    const { GymnasiumEnvironments } = await gymnasium()
    return GymnasiumEnvironments.create(source.slice(GYMNASIUM.length), numEnvs)
  }
  return sideBySide(await makerOf(source), numEnvs)
}

/** @throws Error of one line for a function that throws, and for one that makes no environment. */
function madeBy(source: () => Environment): Environment {
  let made: unknown
  try {
    made = source()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(`the function that makes the environment threw: ${message}`, { cause: error })
  }
  if (typeof made === 'object' && made !== null) return made as Environment
  throw new Error(`the function that makes the environment gave ${made}; return an environment`)
}

/** Closes what it has made if it can't make the rest. */
function sideBySide(make: () => Environment, numEnvs: number): LocalEnvironments {
  const all: Environment[] = []
  try {
    while (all.length < numEnvs) all.push(make())
    return new LocalEnvironments(all)
  } catch (error) {
    for (const env of all) env.close?.()
    throw error
  }
}

/** What makes one environment of this thread by its id, or the file that it is in (Node). */
export async function makerOf(source: string): Promise<() => Environment> {
  if (isCodeFile(source)) return (await environmentFile()).environmentMaker(source)
  await prepare(source)
  return () => make(source)
}
