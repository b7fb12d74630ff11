import { threadedEnvironments } from '#host/rollouts/threads'
import { createInThisThread, type EnvironmentSource } from './one-thread.ts'
import type { VectorEnvironment } from './vector-environment.ts'

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
  if (threads === 1) return createInThisThread(source, numEnvs)
  if (typeof source !== 'string')
    throw new Error(
      `envThreads is ${threads}, but a class or function that makes the environment can't go to another thread: set envThreads to 1, or give the id of a built-in environment`,
    )
  const { ThreadedEnvironments } = await threadedEnvironments()
  return ThreadedEnvironments.create(source, numEnvs, threads)
}

/**
 * The spaces of an environment, of which one is made and closed.
 *
 * @throws Error of one line if the id names no environment, or one that can't be made here.
 */
export async function requireEnvironment(
  id: string,
): Promise<Pick<VectorEnvironment, 'observationSpace' | 'actionSpace'>> {
  const environments = await createEnvironments(id, 1)
  environments.close()
  const { observationSpace, actionSpace } = environments
  return { observationSpace, actionSpace }
}
