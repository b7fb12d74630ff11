/** A sweep as the address says it: `seeds`, and one or two axes, `x=update:ppo,a2c`, `y=optimiser.learningRate:0.001,0.003`. */
import { readValue, textAt } from '../../../../src/settings/paths.ts'
import type { Config } from '../../../../src/training/index.ts'
import { type Coordinate, changed, coordinatesOf, type MemberName } from '../../../../src/updates/index.ts'
import { type LinkChecks, wholeNumber } from '../../../link.ts'
import { place, type Query } from '../../../place.ts'
import { addressOf, baseOf, memberNames, pointAt } from '../../../points/address.ts'
import { fields } from '../fields.ts'
import { configOf, namedPoint, type Setup } from '../setup.ts'

export interface Axis {
  /** A setting, a number of the update (`update.scale.beta`), or the update itself, `update`. */
  readonly path: string
  readonly values: readonly string[]
}

export interface Cell {
  /** A value for each axis. */
  readonly values: readonly string[]
  /** One run for each seed. */
  readonly configs: readonly Config[]
  /** The change of the address that takes these settings. */
  readonly query: Query
}

export interface Plan {
  /** The environment, and the update that all of it begins with. */
  readonly title: string
  readonly seeds: number
  readonly axes: readonly Axis[]
  readonly cells: readonly Cell[]
  readonly problem: string | undefined
}

export const MAX_SEEDS = 20
const MAX_VALUES = 10
const MAX_RUNS = 200
const USUAL_SEEDS = 5

const keys = ['x', 'y'] as const
export type AxisKey = (typeof keys)[number]

/** What a link may say of a sweep. */
export const sweepLink: LinkChecks = {
  seeds: wholeNumber(1, MAX_SEEDS),
  x: (text) => (readAxis(text) ? [] : AXIS),
  y: (text) => (readAxis(text) ? [] : AXIS),
}
const AXIS = ['it must be a setting and its values, as in epochs:1,4,10, or members, as in update:ppo,a2c']

/** The axis whose values are members. */
export const UPDATE = 'update'

export function planOf(now: Setup): Plan {
  const { query } = place()
  const given = Number(query['seeds'] ?? USUAL_SEEDS)
  const seeds = Number.isInteger(given) && given >= 1 && given <= MAX_SEEDS ? given : USUAL_SEEDS
  const axes = keys.flatMap((key) => readAxis(query[key]) ?? [])
  const [config] = now.configs
  const isOverUpdates = axes.some(({ path }) => path === UPDATE)
  const title = config ? `${config.env}${isOverUpdates ? '' : `, ${config.update.name}`}` : ''
  const plan = { title, seeds, axes, cells: [], problem: undefined }
  if (!config) return plan
  try {
    const combinations = axes.reduce<string[][]>(
      (all, { values }) => all.flatMap((one) => values.map((value) => [...one, value])),
      [[]],
    )
    if (combinations.length * seeds > MAX_RUNS)
      throw new Error(`that is ${combinations.length * seeds} runs; a page takes at most ${MAX_RUNS}`)
    return { ...plan, cells: combinations.map((values) => cellAt(now, axes, values, seeds)) }
  } catch (error) {
    return { ...plan, problem: (error as Error).message }
  }
}

/** An axis as the address says it; undefined where it makes no sense. */
function readAxis(text: string | undefined): Axis | undefined {
  const [path, list = ''] = (text ?? '').split(':')
  const values = list
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean)
  const known =
    path === UPDATE
      ? values.every((value) => (memberNames as readonly string[]).includes(value))
      : isOfUpdate(path) || fields.some((field) => field.path === path)
  return known && values.length > 0 && values.length <= MAX_VALUES ? { path, values } : undefined
}

function cellAt(now: Setup, axes: readonly Axis[], values: readonly string[], seeds: number): Cell {
  const pairs = axes.map(({ path }, i) => [path, values[i]] as const)
  const [, member] = pairs.find(([path]) => path === UPDATE) ?? []
  const address = member ?? now.a
  const settings = Object.fromEntries(pairs.filter(([path]) => path !== UPDATE && !isOfUpdate(path)))
  const coordinates = pairs
    .filter(([path]) => isOfUpdate(path))
    .map(([path, text]): Coordinate => [path.slice('update.'.length), readValue(text)])
  const update = changed(namedPoint(address), coordinates)
  const config = configOf(now.env, update, { ...now.changed, ...settings }, now.preset)
  const point = changed(pointAt(address), coordinates)
  const isOther = member !== undefined || coordinates.length > 0
  return {
    values,
    configs: Array.from({ length: seeds }, (_, i) => ({ ...config, seed: config.seed + i })),
    query: { ...settings, ...(isOther && { a: addressOf(point, baseOf(address)) }) },
  }
}

const isOfUpdate = (path: string) => path.startsWith('update.')

/** What can be varied: settings that are numbers, the update, and the numbers that it has. */
export function variable(config: Config): {
  readonly settings: readonly string[]
  readonly update: readonly string[]
} {
  const isNumber = (text: string) => text !== '' && Number.isFinite(Number(text))
  const { name: _name, about: _about, ...point } = config.update
  return {
    settings: fields
      .map(({ path }) => path)
      .filter((path) => path !== 'seed' && isNumber(textAt(config, path))),
    update: [
      UPDATE,
      'update.form',
      ...coordinatesOf(point)
        .filter(([path, value]) => path !== 'form' && typeof value === 'number')
        .map(([path]) => `update.${path}`),
    ],
  }
}

/** A member, and those that it is compared with first: a clip, no trust region, a linear one, mirror descent. */
const besides = (member: MemberName) => [...new Set([member, 'ppo', 'a2c', 'spo', 'mdpo'])].join()

/** The change of the address that compares updates, an update's member among them. */
export const comparing = (address: string) => ({ x: `${UPDATE}:${besides(baseOf(address))}`, y: undefined })

/** Three values around the present one; of updates, those to compare. */
export function around(config: Config, path: string): string {
  if (path === UPDATE) return besides(baseOf(config.update.name.split('+')[0]))
  const now = Number(textAt(config, path))
  if (path === 'update.form' || Number.isNaN(now)) return '0,0.5,1'
  if (now === 0) return '0,0.25,0.5'
  const factor = path.startsWith('update.') ? 2 : 3
  const near = [now / factor, now, now * factor]
  const text = (value: number) =>
    String(Number.isInteger(now) && now > 1 ? Math.round(value) : Number(value.toPrecision(3)))
  // A share stays one.
  return [
    ...new Set(near.map((value) => (now < 1 && now > 0.5 ? Math.min(1, value) : value)).map(text)),
  ].join()
}
