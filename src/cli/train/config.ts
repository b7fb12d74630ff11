/** The settings that the options of `train` spell out. */
import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CONFIG_FILE } from '../../runs/files/index.ts'
import { changesIn } from '../../runs/folder/index.ts'
import type { ResumeOptions } from '../../runs/index.ts'
import { filedPolicy } from '../../runs/policy-file.ts'
import { settingsOfFiled } from '../../runs/start-from.ts'
import type { Fields } from '../../settings/paths.ts'
import {
  type Change,
  type Config,
  configAfter,
  layBeneath,
  type Origin,
  resolveConfig,
  settingsInOurSpelling,
} from '../../training/index.ts'
import { originSchema } from '../../training/origin-schema.ts'
import { isCode, resolveAnyUpdate, type ScheduledUpdate, type UpdateInput } from '../../updates/index.ts'
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
  readonly from?: string
  readonly data?: string
  readonly deterministic?: true
  readonly plain?: true
  readonly evaluateEvery?: number
  readonly stopWhen?: readonly string[]
  readonly resume?: string
  readonly profile?: true
  readonly allowEnv?: readonly string[]
}

/** The settings, and more, of another run. */
export interface Base {
  readonly settings: Fields
  /** Those of --config were changed so on the way, and will be again. */
  readonly changes: readonly Change[]
  readonly origin: Origin
  /** Of a policy without its run, which says no more than its networks and its environment. */
  readonly isPartial: boolean
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
 * What --config or else --from begins with: the settings that a run began with, or those that it had in the end.
 *
 * @throws Error of one line for a file that can't be read.
 */
export async function baseOf({ config, from }: TrainFlags): Promise<Base | undefined> {
  if (config !== undefined) return settingsFile(config)
  if (from === undefined) return undefined
  const filed = await filedPolicy(from)
  if (filed) return { settings: settingsOfFiled(filed), changes: [], origin: {}, isPartial: true }
  const { settings, changes, origin } = settingsFile(from)
  return { settings: configAfter(resolveConfig(settings), changes), changes: [], origin, isPartial: false }
}

/**
 * Settings from --config or --from, then the options, then --set.
 *
 * @throws Error of one line for a setting or a file that is wrong, and where there is no environment.
 */
export function givenBy(
  flags: TrainFlags,
  { settings: base, isPartial }: Pick<Base, 'settings' | 'isPartial'> = { settings: {}, isPartial: true },
): Given {
  const { env, steps, seed, deterministic, evaluateEvery, data } = flags
  const assignments = [...(flags.set ?? []), ...aimsOf(flags)].map(parseAssignment)
  const preset = assignments.some(({ path }) => path === 'preset')
  if (!isPartial && preset)
    throw new Error('--set preset=… would lie beneath the settings of another run; give one of the two')
  const options = {
    threads: 'auto',
    ...base,
    ...(env !== undefined && { env }),
    ...(steps !== undefined && { totalSteps: steps }),
    ...(seed !== undefined && { seed }),
    ...(data !== undefined && { trajectories: data }),
    ...(deterministic && { deterministic }),
    ...(evaluateEvery !== undefined && { evaluateEvery }),
  }
  const [changes, others] = partition(assignments, ({ path }) => isOfPoint(path))
  const settings = assign(options, others)
  if (settings['env'] === undefined)
    throw new Error(
      'train needs an environment (train CartPole-v1), --config FILE, --from DIR or --resume DIR; formscale envs lists the environments',
    )
  return {
    env: String(settings['env']),
    settings,
    update: changes.find(({ path }) => path === 'update')?.value ?? flags.update ?? base['update'],
    changes,
    open: !flags.plain && isPartial && !preset,
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

/** `--stop-when meanReturn=475` as an assignment. */
const aimsOf = ({ stopWhen = [] }: TrainFlags) => stopWhen.map((aim) => `stopWhen.${aim}`)

const partition = <T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] => [
  all.filter(isFirst),
  all.filter((one) => !isFirst(one)),
]

/** Whether an assignment is to the update, and not to a setting beside it. */
const isOfPoint = (path: string) => path.split('.')[0] === 'update'

/** @throws Error for an f that is a file which only another file names: code runs where the command line names it. */
function specOf(update: unknown): ScheduledUpdate {
  if (typeof update === 'string') return readUpdate(update)
  const spec = resolveAnyUpdate(update as UpdateInput)
  if (!isCode(spec)) return spec
  throw new Error(
    `these settings have an update with an f of its own, '${spec.name}', from ${spec.scale.own}: name its file, by --update FILE`,
  )
}

/** What another run's config.json says, and what stands beside it; or a file of settings alone. */
function settingsFile(path: string): Base {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory()
  const file = isFolder ? join(path, CONFIG_FILE) : path
  const { config, changes, origin, ...others } = readJson(file)
  if (config === undefined)
    return { settings: settingsInOurSpelling(others), changes: [], origin: {}, isPartial: false }
  return {
    settings: settingsInOurSpelling(config as Fields),
    changes: changes === undefined ? [] : changesIn(dirname(file)),
    origin: originSchema.catch({}).parse(origin ?? {}),
    isPartial: false,
  }
}

/** Of --resume: other aims from now on. */
export const newAims = (flags: TrainFlags): ResumeOptions['stopWhen'] =>
  flags.stopWhen && (assign({}, aimsOf(flags).map(parseAssignment))['stopWhen'] as ResumeOptions['stopWhen'])
