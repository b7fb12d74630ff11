import { environmentFile, gymnasium } from '#host/rollouts'
import { codeIn, partsOf } from '../envs/id.ts'
import { type Environment, make, prepare } from '../envs/index.ts'
import { rejectUnknownOptions } from '../envs/options.ts'
import { GYMNASIUM } from '../envs/registry.ts'
import { wrapped } from '../envs/wrappers/by-id.ts'
import { isCodeFile } from '../is-code-file.ts'
import { LocalEnvironments } from './local-environments.ts'
import { LOG, unplayable } from './logged-environments.ts'
import { type EnvironmentMaker, madeBy, requireSource } from './own-environment.ts'
import type { VectorEnvironment } from './vector-environment.ts'

/**
 * An environment's id, a file that holds one (Node), a class, or a function that makes one. `gymnasium:` and an id of Gymnasium's
 * is an environment in Python (Node).
 */
export type EnvironmentSource = string | EnvironmentMaker

/** Whether making this environment loads code that is neither formscale's nor Gymnasium's own: a file, or a module of Python. */
export function isOwnCode(env: string): boolean {
  if (isCodeFile(codeIn(env))) return true
  // Gymnasium imports what stands before the colon of an id.
  return env.startsWith(GYMNASIUM) && /:|%3a/i.test(env.slice(GYMNASIUM.length))
}

/** E environments stepped by the thread that asks for them; see `createEnvironments`. */
export async function createInThisThread(
  source: EnvironmentSource,
  numEnvs: number,
): Promise<VectorEnvironment> {
  requireSource(source)
  if (typeof source === 'function') return sideBySide(() => madeBy(source, nameOf(source)), numEnvs)
  if (source.startsWith(LOG)) throw unplayable(source)
  if (source.startsWith(GYMNASIUM)) {
    const { GymnasiumEnvironments } = await gymnasium()
    return GymnasiumEnvironments.create(source.slice(GYMNASIUM.length), numEnvs)
  }
  return sideBySide(await makerOf(source), numEnvs)
}

/** What errors call a class or a function. */
const nameOf = (maker: EnvironmentMaker) =>
  maker.prototype?.step ? `the constructor of ${maker.name}` : 'the function that makes the environment'

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
  const { name, options, wrappers } = partsOf(source)
  if (isCodeFile(name)) {
    rejectUnknownOptions(name, options, [])
    const make = await (await environmentFile()).environmentMaker(name)
    return () => wrapped(make(), wrappers)
  }
  await prepare(source)
  return () => make(source)
}
