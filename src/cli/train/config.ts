/** The settings that the options of `train` spell out. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, resolveConfig } from '../../training/index.ts'
import { resolveUpdate, type UpdateSpec } from '../../updates/index.ts'
import { readJson } from '../json-file.ts'
import { assign, parseAssignment } from '../settings.ts'
import { modifyUpdate, readUpdate } from '../update-source.ts'

export interface TrainFlags {
  readonly env?: string
  readonly update?: string
  readonly steps?: number
  readonly seed?: number
  readonly out?: string
  readonly set?: readonly string[]
  readonly config?: string
  readonly deterministic?: true
  readonly resume?: string
  readonly profile?: true
}

/**
 * Settings from --config, then the options, then --set.
 *
 * @throws Error of one line for a setting, a file or an update that is wrong.
 */
export function configFrom(flags: TrainFlags): Config {
  const base = flags.config === undefined ? {} : settingsFile(flags.config)
  if (
    flags.env === undefined &&
    base['env'] === undefined &&
    !flags.set?.some((text) => text.startsWith('env='))
  )
    throw new Error(
      'train needs --env ID, --config FILE or --resume DIR; formscale envs lists the environments',
    )
  const { env, steps, seed, deterministic } = flags
  const assignments = (flags.set ?? []).map(parseAssignment)
  const chosen =
    assignments.find(({ path }) => path === 'update')?.value ?? flags.update ?? base['update'] ?? 'ppo'
  const settings = {
    threads: 'auto',
    ...base,
    ...(env !== undefined && { env }),
    ...(steps !== undefined && { totalSteps: steps }),
    ...(seed !== undefined && { seed }),
    ...(deterministic && { deterministic }),
  }
  const update = modifyUpdate(specOf(chosen), assignments)
  const rest = assignments.filter(({ path }) => !isOfPoint(path))
  return resolveConfig({ ...assign(settings, rest), update })
}

/** Whether an assignment is to the update, and not to a setting beside it. */
const isOfPoint = (path: string) => path.split('.')[0] === 'update'

const specOf = (update: unknown): UpdateSpec =>
  typeof update === 'string' ? readUpdate(update) : resolveUpdate(update as UpdateSpec)

/** The settings in another run's config.json, or in a file of settings alone. */
function settingsFile(path: string): Record<string, unknown> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory()
  const file = readJson(isFolder ? join(path, 'config.json') : path)
  return (file['config'] as Record<string, unknown> | undefined) ?? file
}
