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

/** E environments stepped by the thread that asks for them; see `createEnvironments`. */
export async function createInThisThread(
  source: EnvironmentSource,
  numEnvs: number,
): Promise<VectorEnvironment> {
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
