import { existsSync } from 'node:fs'
import { isCodeFile } from '../../is-code-file.ts'
import { isAllowed } from '../../rollouts/allowed-environments.ts'
import { isOwnCode } from '../../rollouts/index.ts'
import type { Config } from '../../training/config.ts'
import { isOwn } from '../../updates/index.ts'

/** Code of somebody's own that a worker may load: environments by name or in files, and files of updates; folders for all in them. */
export interface AllowedCode {
  readonly environments: readonly string[]
  readonly updates: readonly string[]
}

/** Why a worker doesn't do runs with these settings, which a study in the queue names; undefined if it does. */
export function codeProblem(
  { env, update }: Pick<Config, 'env' | 'update'>,
  allowed: AllowedCode,
): string | undefined {
  if (isOwnCode(env)) {
    if (!isAllowed(env, allowed.environments))
      return `runs in ${env}: it is code, and --allow-env doesn't name it or its folder`
    if (isCodeFile(env) && !existsSync(env)) return `runs in ${env}: there is no such file`
  }
  if (isOwn(update) && !isAllowed(update.scale.own, allowed.updates))
    return existsSync(update.scale.own)
      ? `runs of update ${update.scale.own}: it is code, and --allow-update doesn't name it or its folder`
      : `runs of update ${update.scale.own}: there is no such file`
  return undefined
}
