/** What is to be trained, as the address says it: `env`, updates `a` and maybe `b`, and settings by their dotted paths. */
import { list } from '../../../src/envs/registry.ts'
import { nested, readValue, textAt } from '../../../src/settings/paths.ts'
import { type Config, resolveConfig } from '../../../src/training/config.ts'
import { catalogue, changed, differences, pointOf, type UpdateSpec } from '../../../src/updates/index.ts'
import { place } from '../../place.ts'
import { baseOf, pointAt } from '../../points/address.ts'
import { fields } from './fields.ts'

export interface Setup {
  readonly env: string
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

export const environments: readonly string[] = list()

export function setup(): Setup {
  const { query } = place()
  const env = environments.find((id) => id === query['env']) ?? START.env
  const a = query['a'] ?? START.a
  const b = query['b']
  const changed = Object.fromEntries(
    fields.flatMap(({ path }) => (query[path] === undefined ? [] : [[path, query[path]]])),
  )
  const base = { env, a, b, changed }
  try {
    const updates = b === undefined ? [a] : [a, b]
    return { ...base, configs: updates.map((update) => configOf(env, update, changed)), problem: undefined }
  } catch (error) {
    return { ...base, configs: [], problem: (error as Error).message }
  }
}

/** @throws Error of one line that names the setting that is wrong. */
export function configOf(env: string, address: string, changed: Setup['changed'] = {}): Config {
  const values = Object.fromEntries(Object.entries(changed).map(([path, text]) => [path, readValue(text)]))
  return resolveConfig({ preset: 'lab', ...nested(values), env, update: namedPoint(address) })
}

/** The point at an address, named as a study would name it: `ppo+alphaR=-0.5`. */
export function namedPoint(address: string): UpdateSpec {
  const base = catalogue[baseOf(address)]
  return changed(base, differences(base, pointAt(address)))
}

/** What the settings of an environment start with, as text. */
export function startingText(env: string, path: string): string {
  return textAt(resolveConfig({ preset: 'lab', env }), path)
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
    ...updateFlags(pointOf(config.update)),
    `--steps ${config.totalSteps}`,
    ...(config.seed === plain.seed ? [] : [`--seed ${config.seed}`]),
    ...settings.map(([path, text]) => `--set ${quoted(`${path}=${text}`)}`),
  ].join(' ')
}

function updateFlags(update: UpdateSpec): string[] {
  const [base] = update.name.split('+')
  const member = pointAt(base)
  const changes = differences(member, update).map(
    ([path]) => `update.${path}=${textAt({ update }, `update.${path}`)}`,
  )
  return [`--update ${base}`, ...changes.map((change) => `--set ${quoted(change)}`)]
}

/** For a shell, where it needs that. */
const quoted = (text: string) => (/^[\w./=:-]+$/.test(text) ? text : `'${text}'`)
