import { type Environment, make, prepare } from '../envs/index.ts'
import { GYMNASIUM } from '../envs/registry.ts'
import { LocalEnvironments } from './local-environments.ts'
import type { VectorEnvironment } from './vector-environment.ts'

/**
 * An environment's id, a file that holds one (Node), or a function that makes one. `gymnasium:` and an id of Gymnasium's
 * is an environment in Python (Node).
 */
export type EnvironmentSource = string | (() => Environment)

const FILE = /\.[cm]?[jt]s$/

/**
 * E environments side by side, not yet reset; they must be closed.
 *
 * @param threads that step them, this one included; more than one need Node and an environment by id.
 * @throws Error of one line for an id that names no environment.
 */
export async function createEnvironments(
  source: EnvironmentSource,
  numEnvs: number,
  threads = 1,
): Promise<VectorEnvironment> {
  if (threads > 1) return threaded(source, numEnvs, threads)
  if (typeof source === 'function') return new LocalEnvironments(Array.from({ length: numEnvs }, source))
  if (source.startsWith(GYMNASIUM)) {
    const { GymnasiumEnvironments } = await import('./gymnasium/gymnasium-environments.ts')
    return GymnasiumEnvironments.create(source.slice(GYMNASIUM.length), numEnvs)
  }
  const maker = await makerOf(source)
  return new LocalEnvironments(Array.from({ length: numEnvs }, maker))
}

/** What makes one environment of this thread by its id, or the file that it is in (Node). */
export async function makerOf(source: string): Promise<() => Environment> {
  if (FILE.test(source)) return (await import('./environment-file.ts')).environmentMaker(source)
  await prepare(source)
  return () => make(source)
}

/** @throws Error of one line if the id names no environment, or one that can't be made here. */
export async function requireEnvironment(id: string): Promise<void> {
  const environments = await createEnvironments(id, 1)
  environments.close()
}

async function threaded(
  source: EnvironmentSource,
  numEnvs: number,
  threads: number,
): Promise<VectorEnvironment> {
  if (typeof source === 'function')
    throw new Error(
      `envThreads is ${threads}, but a function that makes the environment can't go to another thread: set envThreads to 1, or give the id of a built-in environment`,
    )
  const { ThreadedEnvironments } = await import('./threads/threaded-environments.ts')
  return ThreadedEnvironments.create(source, numEnvs, threads)
}
