/** The search of a study file: its spaces, and the points in them that are tried. */
import { stream } from '../../random/index.ts'
import type { Coordinate } from '../../updates/index.ts'
import { memberAt } from '../point.ts'
import { looksLikeRange, type Range } from '../ranges.ts'
import { type Axis, drawPoints } from '../search/draw.ts'
import type { Search, SearchSpace, Trial } from '../search/search.ts'
import type { Member } from '../study.ts'
import { baseOf, gridPoints, type MemberWithOrigin, withPlaceOfErrors } from './members.ts'
import type { SearchText } from './schema.ts'
import type { Path, Places } from './source.ts'

const DEFAULT_REDUCTION = 3
const DEFAULT_RUNGS = 3

/**
 * @param reported the seeds of the study, on which the best are shown.
 * @returns the search, and its trials with their places.
 * @throws Error of one line, with its place.
 */
export function searchOf(
  text: SearchText,
  reported: readonly number[],
  source: Places,
): { search: Search; trials: MemberWithOrigin[] } {
  const shared = text.seeds.find((seed) => reported.includes(seed))
  if (shared !== undefined)
    throw source.error(
      ['search', 'seeds'],
      `seed ${shared} is also among the study's seeds; search on seeds that are not reported`,
    )
  const { reduction = DEFAULT_REDUCTION } = text
  const rungs = text.method === 'asha' ? (text.rungs ?? DEFAULT_RUNGS) : 1
  const needed = reduction ** (rungs - 1)
  if (text.trials !== undefined && text.trials < needed)
    throw source.error(
      ['search', 'trials'],
      `search.trials is ${text.trials}; with ${rungs} rungs and reduction ${reduction} none of them would get the whole budget: give at least ${needed} trials, or fewer rungs`,
    )
  const named = Object.keys(text.spaces).map((name, index) => spaceOf(text, name, index, source))
  const { metric, seeds } = text
  const search = { metric, seeds, reduction, rungs, spaces: named.map(({ space }) => space) }
  const trials = named.flatMap(({ space, origin }) => space.trials.map(({ member }) => ({ member, origin })))
  return { search, trials }
}

function spaceOf(
  { method, trials = 0, seed, spaces }: SearchText,
  name: string,
  index: number,
  source: Places,
): { space: SearchSpace; origin: Path } {
  const origin = ['search', 'spaces', name]
  const { space: axes, ...point } = spaces[name]
  const made = withPlaceOfErrors(origin, source, () => {
    const base = baseOf(point)
    const points =
      method === 'grid'
        ? gridPoints(finiteAxes(axes, origin, source))
        : drawPoints(Object.entries(axes), trials, stream(seed, 'search', index))
    return points.map((coordinates, i) =>
      trialOf(`${name}-${String(i + 1).padStart(3, '0')}`, base, coordinates),
    )
  })
  return { space: { name, trials: made }, origin }
}

function trialOf(name: string, base: Member, coordinates: readonly Coordinate[]): Trial {
  const { update, settings } = memberAt(base, coordinates)
  return { member: { name, update: { ...update, name }, settings }, coordinates }
}

/** @throws Error with the place of an axis that has no points of its own. */
function finiteAxes(
  axes: Readonly<Record<string, Axis>>,
  origin: Path,
  source: Places,
): [string, readonly unknown[] | (Range & { points: number })][] {
  return Object.entries(axes).map(([path, axis]) => {
    if (!looksLikeRange(axis)) return [path, axis as readonly unknown[]]
    const { points } = axis as Range
    if (points !== undefined) return [path, { ...(axis as Range), points }]
    throw source.error(
      [...origin, 'space', path],
      'a range in a grid needs points: how many values to take, such as points: 5',
    )
  })
}
