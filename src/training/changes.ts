/** Settings that change while a run is trained: which can, and what becomes of the others. */
import { z } from 'zod'
import { nearest } from '../nearest.ts'
import { printable } from '../printable.ts'
import { SettingError } from '../settings/issue.ts'
import { settingsOf } from '../settings/list.ts'
import { at, overlay } from '../settings/paths.ts'
import { changed } from '../updates/index.ts'
import { type Config, resolveConfig } from './config.ts'
import { configSchema } from './schema.ts'
import { LEARNING_RATE } from './settings-at.ts'

/** A setting that was changed while a run was trained. */
export interface Change {
  /** Environment steps done by then: the next update is the first that it holds for. */
  readonly step: number
  /** `optimiser.learningRate` */
  readonly path: string
  /** What it became. */
  readonly value: unknown
}

const changesSchema = z.array(
  z.strictObject({
    step: z.int().min(0),
    path: z.string().min(1).max(200),
    value: z.unknown().refine((value) => value !== undefined),
  }),
)

/** @throws Error of one line for what is no list of changes. */
export function changesFrom(value: unknown): Change[] {
  const { data, error } = changesSchema.safeParse(value)
  if (data) return data
  const place = error.issues[0].path.join('.')
  throw new Error(`changes are a list of { step, path, value }${place && `, and ${place} is not such`}`)
}

/** The changes with another: of several of one setting at one step the last counts. */
export const withChange = (changes: readonly Change[], change: Change): Change[] => [
  ...changes.filter(({ step, path }) => step !== change.step || path !== change.path),
  change,
]

/** Why a setting stays as it was when the run began. */
const FIXED: readonly (readonly [why: string, paths: readonly string[]])[] = [
  ['it is what the run is of', ['env', 'seed', 'update']],
  ['it gives the networks their shape', ['network', 'update.reference']],
  ['the weights were learnt with it', ['normaliseObservations', 'normaliseRewards']],
  [
    'it gives rollouts and minibatches their size',
    ['numEnvs', 'rolloutSteps', 'minibatches', 'replay.rollouts', 'replay.perUpdate'],
  ],
  [
    'it is where the data come from',
    ['data', 'log', 'trajectories', 'gradient', 'behaviour.kind', 'targetNetwork'],
  ],
  [
    'what the optimiser has gathered is made with it',
    ['optimiser.kind', 'optimiser.beta1', 'optimiser.beta2', 'optimiser.epsilon', 'optimiser.momentum'],
  ],
  ['kernels and threads are chosen when a run starts', ['deterministic', 'threads', 'envThreads']],
]

/** Parts of the update that may change: those of the point, not what it is called. */
const PARTS: readonly string[] = ['form', 'temperature', 'baseline', 'scale']

/**
 * The settings with one changed on the way. A learning rate that is given as a number stays; a number or a schedule takes
 * the place of either.
 *
 * @param path `entropyCoefficient`, `update.scale.alphaR`.
 * @throws SettingError or RangeError of one line for a setting that can't change on the way, and for a value that it can't be.
 */
export function changedOnTheWay(config: Config, path: string, value: unknown): Config {
  const [first, ...rest] = path.split('.')
  requireChangeable(path)
  if (first === 'behaviour' && config.data === 'log')
    throw new SettingError(
      `${path} can't change while a run is trained: data is 'log', which was collected before the first update`,
      path.split('.'),
    )
  if (value === undefined || typeof value === 'function')
    throw new SettingError(`${path} is set to ${typeof value}; give a value that JSON can hold`, [path])
  if (first === 'update') {
    const { name, about } = config.update
    return { ...config, update: { ...changed(config.update, [[rest.join('.'), value]]), name, about } }
  }
  // Laid over null, a schedule takes the place of another whole.
  const change = overlay(overlay(config, at(path, null)), at(path, value))
  return resolveConfig(
    path === LEARNING_RATE ? overlay(change, at('optimiser.schedule', 'constant')) : change,
  )
}

/** The settings after changes, in their order. */
export const configAfter = (config: Config, changes: readonly Change[]): Config =>
  changes.reduce((settings, { path, value }) => changedOnTheWay(settings, path, value), config)

function requireChangeable(path: string): void {
  const isIn = (group: string) => path === group || path.startsWith(`${group}.`)
  const [why] =
    FIXED.find(([, paths]) => paths.some((fixed) => (fixed === 'update' ? path === fixed : isIn(fixed)))) ??
    []
  if (why !== undefined)
    throw new SettingError(`${printable(path)} can't change while a run is trained: ${why}`, path.split('.'))
  const known = [...settingPaths, ...PARTS.map((part) => `update.${part}`)]
  if (settingPaths.includes(path) || PARTS.some((part) => isIn(`update.${part}`))) return
  throw new SettingError(
    `unknown setting '${printable(path)}'; did you mean ${nearest(path, known)}?`,
    path.split('.'),
  )
}

const settingPaths = settingsOf(configSchema).map(({ path }) => path)
