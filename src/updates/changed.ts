/** A member of the family with parts of it changed, and what such a point is called: `ppo+alphaR=0.5+trust=linear-0.4`. */

import { isSchedule, looksLikeSchedule, type Scheduled, scheduleText } from '../schedules/index.ts'
import { catalogue } from './catalogue.ts'
import { resolveAnyUpdate } from './resolve.ts'
import type { ScheduledUpdate, UpdateInput, UpdateSpec } from './spec.ts'

/** A part of a point and its value: `scale.alphaR` is 0.5, `scale.trust` is `{kind: 'linear', epsilon: 0.4}`. */
export type Coordinate = readonly [path: string, value: unknown]

type Fields = Readonly<Record<string, unknown>>

const { name: _name, about: _about, ...parts } = catalogue.ppo

/** Whether a path is of a point; all others are of the run's settings. */
export const isOfUpdate = (path: string) => Object.hasOwn(parts, path.split('.')[0])

/**
 * The update with its coordinates changed, named after them so that nobody takes it for the original. A part of another
 * kind takes the place of the whole part: a clip's bounds are not a linear region's.
 *
 * @param beside what the name tells besides (settings of the run), so that its words can be told apart.
 * @throws RangeError that names the field of the point that is wrong.
 */
export function changed<U extends ScheduledUpdate>(
  update: U,
  coordinates: readonly Coordinate[],
  beside: readonly Coordinate[] = [],
): U {
  if (coordinates.length === 0) return update
  const words = changeWords(coordinates, [...coordinates, ...beside])
  // A kind goes first: it decides which parameters there are.
  const ordered = [...coordinates].sort(([a], [b]) => Number(isKind(b)) - Number(isKind(a)))
  const point = ordered.reduce<Fields>((fields, [path, value]) => put(fields, path.split('.'), value), {
    ...update,
  })
  return resolveAnyUpdate({
    ...(point as UpdateInput),
    name: [update.name, ...words].join('+'),
    about: `${update.name} with ${words.join(', ')}`,
  }) as U
}

/** The name of `name` with these coordinates changed. */
export const changedName = (name: string, coordinates: readonly Coordinate[]) =>
  [name, ...changeWords(coordinates)].join('+')

/** Groups of parts as coordinates: `{scale: {alphaR: 0.5}}` is `scale.alphaR` = 0.5. */
export function coordinatesOf(parts: Fields, prefix = ''): Coordinate[] {
  return Object.entries(parts).flatMap(([key, value]): Coordinate[] =>
    isGroup(value) ? coordinatesOf(value, `${prefix}${key}.`) : [[prefix + key, value]],
  )
}

/** The coordinates in which a point differs from another. */
export function differences(from: Scheduled<UpdateSpec>, to: Scheduled<UpdateSpec>): Coordinate[] {
  const before = new Map(coordinatesOf(partsOf(from)))
  return coordinatesOf(partsOf(to)).filter(
    ([path, value]) => JSON.stringify(value) !== JSON.stringify(before.get(path)),
  )
}

/** The last word of a path (`beta`, `omega.up`), or all of it where another of these paths ends in the same. */
export function shortPath(path: string, paths: readonly string[]): string {
  // One that ends in a dot, or is empty, has no last word.
  const last = (whole: string) => /[^.]+(\.(up|down))?$/.exec(whole)?.[0] ?? whole
  const alone = paths.filter((other) => last(other) === last(path)).length === 1
  return alone ? last(path) : path
}

/** `0.5`, `clip-0.2-0.28`, `64-64`, `none`, `1..0`. */
export function valueText(value: unknown): string {
  if (isSchedule(value)) return scheduleText({ ...value, kind: value.kind ?? 'linear' })
  if (value === null || value === Number.POSITIVE_INFINITY) return 'none'
  if (typeof value !== 'object') return String(value)
  const { kind, ...rest } = value as { readonly kind?: unknown }
  return [...(kind === undefined ? [] : [kind]), ...Object.values(rest)].map(valueText).join('-')
}

/** Changes in words: `alphaR=0.5`. */
export function changeWords(changes: readonly Coordinate[], all = changes): string[] {
  const paths = all.map(([path]) => path)
  return changes.map(([path, value]) => `${shortPath(path, paths)}=${valueText(value)}`)
}

const partsOf = ({ name: _name, about: _about, ...parts }: Scheduled<UpdateSpec>): Fields => parts

/** Whether a value is a group of parts; what has a kind is one part, and so is a schedule. */
const isGroup = (value: unknown): value is Fields =>
  isObject(value) && !('kind' in value) && !looksLikeSchedule(value)

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is below a part; a number or schedule that holds for both signs is one for each. */
function groupAt(part: unknown): Fields {
  if (typeof part === 'number' || looksLikeSchedule(part)) return { up: part, down: part }
  return isObject(part) ? part : {}
}

const isKind = (path: string) => path.endsWith('.kind')

function put(fields: Fields, [key, ...rest]: readonly string[], value: unknown): Fields {
  const below = groupAt(fields[key])
  if (rest.length > 0) return { ...fields, [key]: put(below, rest, value) }
  if (isGroup(value))
    return {
      ...fields,
      [key]: Object.entries(value).reduce((all, [inner, part]) => put(all, [inner], part), below),
    }
  return key === 'kind' && fields['kind'] !== value ? { kind: value } : { ...fields, [key]: value }
}
