/** What is to be trained, as the address says it: `env`, updates `a` and maybe `b`, and settings by their dotted paths. */
import { list } from '../../../src/envs/registry.ts'
import { nested, readValue, textAt } from '../../../src/settings/paths.ts'
import { type Config, resolveConfig } from '../../../src/training/config.ts'
import { namedUpdate, tuned } from '../../../src/training/index.ts'
import {
  type Coordinate,
  catalogue,
  changed,
  differences,
  isFormula,
  isOwn,
  type MemberName,
  type ScheduledUpdate,
  updateAtStep,
} from '../../../src/updates/index.ts'
import { anything, type LinkChecks, named, oneOf } from '../../link.ts'
import { place } from '../../place.ts'
import { addressOf, baseOf, pointAt, problemsAt } from '../../points/address.ts'
import { curveLink } from '../../ui/curve-options.tsx'
import { fields } from './fields.ts'

export interface Setup {
  readonly env: string
  /** What the settings begin with. */
  readonly preset: Preset
  /** Points of the family as addresses; `b`, where it is there, races `a`. */
  readonly a: string
  readonly b: string | undefined
  /** Settings that differ from what the environment starts with: path to text. */
  readonly changed: Readonly<Record<string, string>>
  /** A run's settings for each update; or what is wrong. */
  readonly configs: readonly Config[]
  readonly problem: string | undefined
}

const START = { env: 'CartPole-v1', a: 'ppo' }

/** Settings to begin with: quick in a page, tuned for the environment, or the library's defaults. */
const presets = ['lab', 'tuned', 'plain'] as const
export type Preset = (typeof presets)[number]

/** Those that there are for an environment. */
export const presetsOf = (env: string): readonly Preset[] =>
  presets.filter((preset) => preset !== 'tuned' || tuned(env) !== undefined)

export const environments: readonly string[] = list()

/** What a link to the page may say; a setting that is wrong is told below its form. */
export const link: LinkChecks = {
  env: named(environments),
  a: problemsAt,
  b: problemsAt,
  curve: oneOf(['return']),
  ...curveLink,
  preset: (text) => oneOf(presetsOf(environment()))(text),
  start: oneOf(['1']),
  ...Object.fromEntries(fields.map(({ path }) => [path, anything])),
}

/** The one that the address names; the first to start with where it names none that there is. */
const environment = () => environments.find((id) => id === place().query['env']) ?? START.env

export function setup(): Setup {
  const { query } = place()
  const env = environment()
  const preset = presetsOf(env).find((one) => one === query['preset']) ?? 'lab'
  const a = query['a'] ?? (preset === 'tuned' ? tunedAddress(env) : START.a)
  const b = query['b']
  const changed = Object.fromEntries(
    fields.flatMap(({ path }) => (query[path] === undefined ? [] : [[path, query[path]]])),
  )
  const base = { env, preset, a, b, changed }
  try {
    const updates = b === undefined ? [a] : [a, b]
    return {
      ...base,
      configs: updates.map((one) => configOf(env, namedPoint(one), changed, preset)),
      problem: undefined,
    }
  } catch (error) {
    return { ...base, configs: [], problem: (error as Error).message }
  }
}

/** The update that is tuned with the environment's settings. */
function tunedAddress(env: string): string {
  const { update } = resolveConfig({ preset: 'tuned', env })
  return addressOf(updateAtStep(update, 0, 1), baseOf(update.name.split('+')[0]))
}

/** @throws Error of one line that names the setting that is wrong. */
export function configOf(
  env: string,
  update: ScheduledUpdate,
  changed: Setup['changed'] = {},
  preset: Preset = 'lab',
): Config {
  const values = Object.fromEntries(Object.entries(changed).map(([path, text]) => [path, readValue(text)]))
  return resolveConfig({ ...beneath(preset), ...nested(values), env, update })
}

const beneath = (preset: Preset) => (preset === 'plain' ? {} : { preset })

/** The point at an address, named as a study would name it: `ppo+alphaR=-0.5`. */
export function namedPoint(address: string): ScheduledUpdate {
  const point = pointAt(address)
  const [base, changes] = originOf(point, baseOf(address))
  return changed(base, changes)
}

/** What an update is called by on the command line, and what differs from that. */
function originOf(
  update: ScheduledUpdate,
  member: MemberName,
): [base: ScheduledUpdate, changes: readonly Coordinate[]] {
  if (!isFormula(update)) {
    if (isOwn(update))
      throw new Error(`f of update '${update.name}' is code, which the command line has in a file`)
    return [catalogue[member], differences(catalogue[member], update)]
  }
  const { scale, form, reference, baseline, temperature } = update
  const base = namedUpdate(`formula: ${scale.formula}`)
  const numbers = Object.entries(scale.numbers).map(
    ([name, value]): Coordinate => [`scale.numbers.${name}`, value],
  )
  const others: readonly Coordinate[] = [
    ['form', form],
    ['reference', reference],
    ['baseline', baseline],
    ['temperature', temperature],
  ]
  return [
    base,
    [...numbers, ...others.filter(([key, value]) => base[key as keyof ScheduledUpdate] !== value)],
  ]
}

/** What the settings of an environment start with, as text. */
export function startingText(env: string, path: string, preset: Preset = 'lab'): string {
  return textAt(resolveConfig({ ...beneath(preset), env }), path)
}

/** The command that trains the same in a terminal. */
export function commandFor(config: Config): string {
  const plain = resolveConfig({ env: config.env })
  const settings = fields
    .filter(({ path }) => path !== 'totalSteps' && path !== 'seed')
    .map(({ path }) => [path, textAt(config, path)])
    .filter(([path, text]) => text !== textAt(plain, path))
  return [
    'formscale train',
    `--env ${quoted(config.env)}`,
    '--plain',
    ...updateFlags(config.update),
    `--steps ${config.totalSteps}`,
    ...(config.seed === plain.seed ? [] : [`--seed ${config.seed}`]),
    ...settings.map(([path, text]) => `--set ${quoted(`${path}=${text}`)}`),
  ].join(' ')
}

function updateFlags(update: ScheduledUpdate): string[] {
  const [name] = update.name.split('+')
  const [, differing] = originOf(update, baseOf(name))
  const base = isFormula(update) ? `formula: ${update.scale.formula}` : name
  const changes = differing.map(([path]) => `update.${path}=${textAt({ update }, `update.${path}`)}`)
  return [`--update ${quoted(base)}`, ...changes.map((change) => `--set ${quoted(change)}`)]
}

/** For a shell, where it needs that. */
const quoted = (text: string) => (/^[\w./=:-]+$/.test(text) ? text : `'${text}'`)
