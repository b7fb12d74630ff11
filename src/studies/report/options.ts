/** What of a study is reported, and against what. */
import { nearest } from '../../nearest.ts'
import type { Group } from '../results/groups.ts'

export interface ReportOptions {
  /** The update that others are measured against. */
  readonly baseline?: string
  /** Report on these alone: names with commas between them. Names may have commas themselves. */
  readonly updates?: string
  readonly environments?: string
  /** A value of the return or regret; told is how many steps it took. */
  readonly threshold?: number
}

/**
 * The groups of the updates and environments asked for.
 *
 * @throws Error of one line for one that has no runs.
 */
export function chosen(groups: readonly Group[], { updates, environments }: ReportOptions): readonly Group[] {
  const labels = namesIn(
    '--updates',
    updates,
    groups.map(({ label }) => label),
  )
  const ids = namesIn(
    '--environments',
    environments,
    groups.map(({ env }) => env),
  )
  return groups.filter(({ label, env }) => labels.includes(label) && ids.includes(env))
}

/** The known names that a list names; all, without a list. Of names that begin alike the longest is meant. */
function namesIn(option: string, list: string | undefined, known: readonly string[]): readonly string[] {
  if (list === undefined) return known
  const names: string[] = []
  let rest = list.split(',')
  while (rest.length > 0) {
    const length = rest.findLastIndex((_, last) => known.includes(nameOf(rest, last))) + 1
    if (length === 0)
      throw new Error(
        `${option} names '${rest[0].trim()}', which has no runs here; did you mean ${nearest(rest[0].trim(), known)}?`,
      )
    names.push(nameOf(rest, length - 1))
    rest = rest.slice(length)
  }
  return names
}

const nameOf = (pieces: readonly string[], last: number) =>
  pieces
    .slice(0, last + 1)
    .join(',')
    .trim()
