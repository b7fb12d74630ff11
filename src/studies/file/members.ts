/** From points as text to members; an entry of `updates` stands for one, or for one at each point of its grid. */

import { isCodeFile } from '../../is-code-file.ts'
import { ownUpdateFile } from '../../runs/update-file.ts'
import { nested, present } from '../../settings/paths.ts'
import { isFormulaText, namedUpdate } from '../../training/index.ts'
import {
  type Coordinate,
  changed,
  coordinatesOf,
  resolveAnyUpdate,
  type ScheduledUpdate,
} from '../../updates/index.ts'
import { memberAt } from '../point.ts'
import { type Range, spread } from '../ranges.ts'
import type { Member, Settings } from '../study.ts'
import type { PointText, UpdateText } from './schema.ts'
import type { Path, Places } from './source.ts'

export interface MemberWithOrigin {
  readonly member: Member
  /** The way in the file to what it comes from: `['updates', 2]`. */
  readonly origin: Path
}

/** More members than this from one grid are a mistake. */
const MAX_MEMBERS = 10_000

/** @throws Error of one line, with its place. */
export function membersOf(
  { grid, name, ...point }: UpdateText,
  index: number,
  source: Places,
): MemberWithOrigin[] {
  const origin = ['updates', index]
  return withPlaceOfErrors(origin, source, () => {
    const base = baseOf(point, name)
    return gridPoints(Object.entries(grid ?? {})).map((coordinates) => ({
      member: memberAt(base, coordinates),
      origin,
    }))
  })
}

/** Runs what makes points; an error in one is shown where it comes from. */
export function withPlaceOfErrors<T>(origin: Path, source: Places, make: () => T): T {
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
  if (size > MAX_MEMBERS) throw new RangeError(`a grid has ${size} points; at most ${MAX_MEMBERS} can be run`)
  return values.reduce<Coordinate[][]>(
    (points, [path, along]) =>
      points.flatMap((point) => along.map((value): Coordinate[] => [...point, [path, value]])),
    [[]],
  )
}

/**
 * The member of a point. A changed member of the catalogue without a name of its own is named after its changes, so that
 * nobody takes it for the original.
 */
export function baseOf({ base, settings, ...fields }: PointText, name?: string): Member {
  const { about, ...parts } = present(fields)
  const original = base === undefined ? undefined : updateOf(base)
  const update = original ? changed(original, coordinatesOf(parts)) : resolveAnyUpdate({ ...parts })
  const own = present({ name, about: about ?? (name === undefined ? undefined : original?.about) })
  const named = { ...update, ...own } as ScheduledUpdate
  return { name: named.name, update: named, settings: nested(settings) as Settings }
}

/** What `base` names: a member of the catalogue, a formula, or a file of code with an f. */
const updateOf = (base: string): ScheduledUpdate =>
  isCodeFile(base) && !isFormulaText(base) ? ownUpdateFile(base) : namedUpdate(base)

function valuesOf(axis: readonly unknown[] | (Range & { points: number })): readonly unknown[] {
  return 'points' in axis ? spread(axis, axis.points) : axis
}

/** Points are checked as wholes; the message begins with the field that is wrong. */
function pointError(message: string, origin: Path, source: Places): Error {
  const path = message.match(/^(?:update\.)?([\w.]+) is /)?.[1].split('.') ?? []
  const layers = [[...origin, 'grid'], [...origin, 'space'], origin]
  const layer = layers.find((layer) => source.depth([...layer, ...path]) > layer.length) ?? origin
  return source.error([...layer, ...path], message)
}
