import { existsSync } from 'node:fs'
import { codeIn } from '../../envs/id.ts'
import { isCodeFile } from '../../is-code-file.ts'
import { isAllowed, liesIn } from '../../rollouts/allowed-environments.ts'
import { isOwnCode, LOG } from '../../rollouts/index.ts'
import type { Config } from '../../training/config.ts'
import { isCode } from '../../updates/index.ts'

/** Code of somebody's own that a worker may load: environments by name or in files, and files of updates; folders for all in them. */
export interface AllowedCode {
  readonly environments: readonly string[]
  readonly updates: readonly string[]
}

/** Why a worker doesn't do runs with these settings, which a study in the queue names; undefined if it does. */
export function codeProblem(
  { env, update, trajectories }: Pick<Config, 'env' | 'update' | 'trajectories'>,
  allowed: AllowedCode,
): string | undefined {
  // What a file of this machine says would come back in the run, or in an error.
  const data = trajectories ?? (env.startsWith(LOG) ? env.slice(LOG.length) : undefined)
  if (data !== undefined && !liesIn(data, allowed.environments))
    return existsSync(data)
      ? `runs from ${data}: it is a file of this machine, and --allow-env doesn't name it or its folder`
      : `runs from ${data}: there is no such file`
  if (isOwnCode(env)) {
    const code = codeIn(env)
    if (!isAllowed(code, allowed.environments))
      return `runs in ${code}: it is code, and --allow-env doesn't name it or its folder`
    if (isCodeFile(code) && !existsSync(code)) return `runs in ${code}: there is no such file`
  }
  if (isCode(update) && !isAllowed(update.scale.own, allowed.updates))
    return existsSync(update.scale.own)
      ? `runs of update ${update.scale.own}: it is code, and --allow-update doesn't name it or its folder`
      : `runs of update ${update.scale.own}: there is no such file`
  return undefined
}
