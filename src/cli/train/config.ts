/** The settings that the options of `train` spell out. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { CONFIG_FILE } from '../../runs/files/index.ts'
import type { Fields } from '../../settings/paths.ts'
import { type Config, layBeneath, resolveConfig } from '../../training/index.ts'
import { isOwn, resolveAnyUpdate, type Update, type UpdateInput } from '../../updates/index.ts'
import { readJson } from '../json-file.ts'
import { type Assignment, assign, parseAssignment } from '../settings.ts'
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
  readonly plain?: true
  readonly evaluateEvery?: number
  readonly resume?: string
  readonly profile?: true
  readonly allowEnv?: readonly string[]
}

/** What the command line gives, before it lies over anything. */
export interface Given {
  readonly env: string
  readonly settings: Fields
  /** Undefined: left open. */
  readonly update: unknown
  /** `--set update.…` */
  readonly changes: readonly Assignment[]
  /** Whether it leaves the settings to begin with to the environment: no --plain, no --config, no preset. */
  readonly open: boolean
}

/**
 * Settings from --config, then the options, then --set.
 *
 * @throws Error of one line for a setting or a file that is wrong, and where there is no environment.
 */
export function givenBy(flags: TrainFlags): Given {
  const base = flags.config === undefined ? {} : settingsFile(flags.config)
  const { env, steps, seed, deterministic, evaluateEvery } = flags
  const assignments = (flags.set ?? []).map(parseAssignment)
  const preset = assignments.some(({ path }) => path === 'preset')
  if (flags.config !== undefined && preset)
    throw new Error('--set preset=… would lie beneath the settings of --config; give one of the two')
  const options = {
    threads: 'auto',
    ...base,
    ...(env !== undefined && { env }),
    ...(steps !== undefined && { totalSteps: steps }),
    ...(seed !== undefined && { seed }),
    ...(deterministic && { deterministic }),
    ...(evaluateEvery !== undefined && { evaluateEvery }),
  }
  const [changes, others] = partition(assignments, ({ path }) => isOfPoint(path))
  const settings = assign(options, others)
  if (settings['env'] === undefined)
    throw new Error(
      'train needs --env ID, --config FILE or --resume DIR; formscale envs lists the environments',
    )
  return {
    env: String(settings['env']),
    settings,
    update: changes.find(({ path }) => path === 'update')?.value ?? flags.update ?? base['update'],
    changes,
    open: !flags.plain && flags.config === undefined && !preset,
  }
}

/**
 * Complete settings: what was given, over others.
 *
 * @throws Error of one line for a setting or an update that is wrong.
 */
export function configOf({ settings: given, update, changes }: Given, beneath: Fields = {}): Config {
  const settings = layBeneath(beneath, given)
  // Left open, it is the preset's or the default.
  const point = update === undefined ? resolveConfig(settings).update : specOf(update)
  return resolveConfig({ ...settings, update: modifyUpdate(point, changes) })
}

const partition = <T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] => [
  all.filter(isFirst),
  all.filter((one) => !isFirst(one)),
]

/** Whether an assignment is to the update, and not to a setting beside it. */
const isOfPoint = (path: string) => path.split('.')[0] === 'update'

/** @throws Error for an f that is a file which only another file names: code runs where the command line names it. */
function specOf(update: unknown): Update {
  if (typeof update === 'string') return readUpdate(update)
  const spec = resolveAnyUpdate(update as UpdateInput)
  if (!isOwn(spec)) return spec
  throw new Error(
    `these settings have an update with an f of its own, '${spec.name}', from ${spec.scale.own}: name its file, by --update FILE`,
  )
}

/** The settings in another run's config.json, or in a file of settings alone. */
function settingsFile(path: string): Record<string, unknown> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory()
  const file = readJson(isFolder ? join(path, CONFIG_FILE) : path)
  return (file['config'] as Record<string, unknown> | undefined) ?? file
}
