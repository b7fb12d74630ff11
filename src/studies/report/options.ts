/** What of a study is reported, and against what. */
import { nearest } from '../../nearest.ts'
import type { Group } from '../results/groups.ts'

export interface ReportOptions {
  /** The update that others are measured against. */
  readonly baseline?: string
  /** Report on these alone. */
  readonly updates?: readonly string[]
  readonly environments?: readonly string[]
  /** A value of the return or regret; told is how many steps it took. */
  readonly threshold?: number
}

/**
 * The groups of the updates and environments asked for.
 *
 * @throws Error of one line for one that has no runs.
 */
export function chosen(groups: readonly Group[], { updates, environments }: ReportOptions): readonly Group[] {
  requireKnown(
    '--updates',
    updates,
    groups.map(({ label }) => label),
  )
  requireKnown(
    '--environments',
    environments,
    groups.map(({ env }) => env),
  )
  return groups.filter(
    ({ label, env }) => (updates?.includes(label) ?? true) && (environments?.includes(env) ?? true),
  )
}

function requireKnown(option: string, asked: readonly string[] = [], known: readonly string[]): void {
  const other = asked.find((name) => !known.includes(name))
  if (other !== undefined)
    throw new Error(
      `${option} names '${other}', which has no runs here; did you mean ${nearest(other, known)}?`,
    )
}
