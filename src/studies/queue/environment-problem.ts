import { existsSync } from 'node:fs'
import { isAllowed } from '../../rollouts/allowed-environments.ts'
import { isEnvironmentFile, isOwnCode } from '../../rollouts/one-thread.ts'

/** Why a worker does no runs in this environment, which a study in the queue names; undefined if it does. */
export function environmentProblem(env: string, allowed: readonly string[]): string | undefined {
  if (!isOwnCode(env)) return undefined
  if (!isAllowed(env, allowed))
    return `runs in ${env}: it is code, and --allow-env doesn't name it or its folder`
  if (isEnvironmentFile(env) && !existsSync(env)) return `runs in ${env}: there is no such file`
  return undefined
}
