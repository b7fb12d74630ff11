/** From points as text to members; an entry of `updates` stands for one, or for one at each point of its grid. */
import { namedUpdate } from '../../training/config.ts'
import { resolveUpdate, type UpdateSpec } from '../../updates/index.ts'
import { type Fields, nested } from '../overlay.ts'
import { type Coordinate, changed, moved } from '../point.ts'
import { type Range, spread } from '../ranges.ts'
import type { Member, Settings } from '../study.ts'
import type { PointText, UpdateText } from './schema.ts'
import type { Source } from './source.ts'

/** The way in the file to what a member comes from: `['updates', 2]`. */
export type Origin = readonly (string | number)[]

export interface Named {
  readonly member: Member
  readonly origin: Origin
}

/** More members than this from one grid are a mistake. */
const MOST_MEMBERS = 10_000

/** @throws Error of one line, with its place. */
export function membersOf({ grid, name, ...point }: UpdateText, index: number, source: Source): Named[] {
  const origin = ['updates', index]
  return located(origin, source, () => {
    const base = baseOf(point, name)
    return gridPoints(Object.entries(grid ?? {})).map((coordinates) => ({
      member: moved(base, coordinates),
      origin,
    }))
  })
}

/** Runs what makes points; an error in one is shown where it comes from. */
export function located<T>(origin: Origin, source: Source, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw pointError(error.message, origin, source)
  }
}

/** All combinations of the axes' values, the last axis changing fastest. */
export function gridPoints(
  axes: readonly (readonly [path: string, axis: readonly unknown[] | (Range & { points: number })])[],
): Coordinate[][] {
  const values = axes.map(([path, axis]) => [path, valuesOf(axis)] as const)
  const size = values.reduce((product, [, { length }]) => product * length, 1)
  if (size > MOST_MEMBERS)
    throw new RangeError(`a grid has ${size} points; at most ${MOST_MEMBERS} can be run`)
  return values.reduce<Coordinate[][]>(
    (points, [path, along]) =>
      points.flatMap((point) => along.map((value): Coordinate[] => [...point, [path, value]])),
    [[]],
  )
}

/** The member of a point, under its own name or one that tells how it differs from its base. */
export function baseOf({ base, settings, ...fields }: PointText, name?: string): Member {
  const given = Object.fromEntries(
    Object.entries({ ...fields, name }).filter(([, value]) => value !== undefined),
  )
  const point = base === undefined ? given : changed({ ...namedUpdate(base) }, given)
  const resolved = resolveUpdate(point as Partial<UpdateSpec>)
  const update = name === undefined && base !== undefined ? renamed(resolved, base, given) : resolved
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

/** Points are checked as wholes; the message begins with the field that is wrong. */
function pointError(message: string, origin: Origin, source: Source): Error {
  const path = message.match(/^(?:update\.)?([\w.]+) is /)?.[1].split('.') ?? []
  const layers = [[...origin, 'grid'], [...origin, 'space'], origin]
  const layer = layers.find((layer) => source.depth([...layer, ...path]) > layer.length) ?? origin
  return source.error([...layer, ...path], message)
}
