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
  if (flags.config !== undefined && assignments.some(({ path }) => path === 'preset'))
    throw new Error('--set preset=… would lie beneath the settings of --config; give one of the two')
  const given = {
    threads: 'auto',
    ...base,
    ...(env !== undefined && { env }),
    ...(steps !== undefined && { totalSteps: steps }),
    ...(seed !== undefined && { seed }),
    ...(deterministic && { deterministic }),
  }
  const settings = assign(
    given,
    assignments.filter(({ path }) => !isOfPoint(path)),
  )
  const named = assignments.find(({ path }) => path === 'update')?.value ?? flags.update ?? base['update']
  // Left open, it is the preset's or the default.
  const point = named === undefined ? resolveConfig(settings).update : specOf(named)
  return resolveConfig({ ...settings, update: modifyUpdate(point, assignments) })
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
