/** From an entry of `updates` to the members that it stands for: one, or one for each point of its grid. */
import { namedUpdate } from '../../training/config.ts'
import { resolveUpdate, type UpdateSpec } from '../../updates/index.ts'
import { type Fields, nested } from '../overlay.ts'
import { type Coordinate, changed, moved } from '../point.ts'
import { type Range, spread } from '../ranges.ts'
import type { Member, Settings } from '../study.ts'
import type { UpdateText } from './schema.ts'
import type { Source } from './source.ts'

/** Where in the file a member comes from. */
export interface Origin {
  readonly index: number
}

export const memberError = ({ index }: Origin, source: Source, message: string) =>
  source.error(['updates', index], message)

/** More members than this from one grid are a mistake. */
const MOST_MEMBERS = 10_000

/** @throws Error of one line, with its place. */
export function membersOf(
  text: UpdateText,
  index: number,
  source: Source,
): { member: Member; origin: Origin }[] {
  const origin = { index }
  try {
    const base = baseOf(text)
    const grid = Object.entries(text.grid ?? {}).map(([path, axis]) => [path, valuesOf(axis)] as const)
    const size = grid.reduce((product, [, values]) => product * values.length, 1)
    if (size > MOST_MEMBERS)
      throw new RangeError(`grid has ${size} points; at most ${MOST_MEMBERS} can be run`)
    return product(grid).map((coordinates) => ({ member: moved(base, coordinates), origin }))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw pointError(error.message, origin, source)
  }
}

/** The member before its grid. */
function baseOf(text: UpdateText): Member {
  const { base, settings, grid: _grid, ...fields } = text
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  const point = base === undefined ? given : changed({ ...namedUpdate(base) }, given)
  const resolved = resolveUpdate(point as Partial<UpdateSpec>)
  const update = text.name === undefined && base !== undefined ? renamed(resolved, base, given) : resolved
  return { name: update.name, update, settings: nested(settings) as Settings }
}

/** A changed member of the catalogue without a name of its own is named after its changes, so that nobody takes it for the original. */
function renamed(update: UpdateSpec, base: string, { about: own, ...changes }: Fields): UpdateSpec {
  const coordinates = coordinatesOf(changes)
  const bare = { name: base, update: { ...update, name: base }, settings: {} }
  const { name, about } = moved(bare, coordinates).update
  return { ...update, name, about: own === undefined ? about : update.about }
}

/** A point's fields as coordinates; what has a kind stays whole. */
function coordinatesOf(fields: Fields, prefix = ''): Coordinate[] {
  return Object.entries(fields).flatMap(([key, value]): Coordinate[] => {
    const isFolder = typeof value === 'object' && value !== null && !('kind' in value)
    return isFolder ? coordinatesOf(value as Fields, `${prefix}${key}.`) : [[prefix + key, value]]
  })
}

function valuesOf(axis: readonly unknown[] | (Range & { points: number })): readonly unknown[] {
  return 'points' in axis ? spread(axis, axis.points) : axis
}

/** All combinations, the last axis changing fastest. */
function product(axes: readonly (readonly [path: string, values: readonly unknown[]])[]): Coordinate[][] {
  return axes.reduce<Coordinate[][]>(
    (points, [path, values]) =>
      points.flatMap((point) => values.map((value): Coordinate[] => [...point, [path, value]])),
    [[]],
  )
}

/** Points are checked as wholes; the message begins with the field that is wrong. */
function pointError(message: string, origin: Origin, source: Source): Error {
  const entry = ['updates', origin.index]
  const path = message.match(/^(?:update\.)?([\w.]+) is /)?.[1].split('.') ?? []
  const layers = [[...entry, 'grid'], entry]
  const layer = layers.find((layer) => source.depth([...layer, ...path]) > layer.length) ?? entry
  return source.error([...layer, ...path], message)
}
