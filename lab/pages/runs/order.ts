/** Which runs the list shows, and in which order: by what is known of every run, or by any setting that differs. */
import type { RunLine, Settings } from '../../../src/lab-server/runs/messages.ts'

/** What every run has, beside its settings. */
export const columns = ['update', 'env', 'study', 'status', 'score', 'steps', 'time', 'seed'] as const
type Column = (typeof columns)[number]

const isColumn = (key: string): key is Column => (columns as readonly string[]).includes(key)

/** What stands under a column's name or a setting's path, as text; '–' where there is nothing. */
export function textAt(line: RunLine, key: string, common: Settings): string {
  if (!isColumn(key)) return line.settings[key] ?? common[key] ?? '–'
  const { update, env, study, status, steps, seconds, seed } = line
  const score = line.regret ?? line.meanReturn
  return (
    { update, env, study: study || 'no study', status, score, steps, time: seconds, seed }[key]?.toString() ??
    '–'
  )
}

/** Sorted by a column or a setting: numbers by size, the best score and the latest step first; what has none at the end. */
export function sorted(lines: readonly RunLine[], key: string, common: Settings): RunLine[] {
  const falls = key === 'steps' || key === 'score'
  const value = (line: RunLine) => {
    const text = textAt(line, key, common)
    const number = Number(text)
    // Of two regrets the smaller is better, of two returns the greater.
    return text === '–' || Number.isNaN(number) ? text : falls && line.regret === null ? -number : number
  }
  return [...lines].sort((a, b) => compare(value(a), value(b)))
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0
  if (a === '–' || b === '–') return a === '–' ? 1 : -1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b))
}

/** Groups in the order in which they are met; one without a name where they aren't grouped. */
export function grouped(
  lines: readonly RunLine[],
  key: string | undefined,
  common: Settings,
): Map<string, RunLine[]> {
  const groups = new Map<string, RunLine[]>()
  for (const line of lines) {
    const text = key === undefined ? '' : textAt(line, key, common)
    groups.set(text, [...(groups.get(text) ?? []), line])
  }
  return groups
}

/** Settings that are not the same in all of these, the shortest paths first. */
export function tellingPaths(lines: readonly RunLine[]): string[] {
  const paths = new Set(lines.flatMap(({ settings }) => Object.keys(settings)))
  return [...paths]
    .filter((path) => new Set(lines.map(({ settings }) => settings[path])).size > 1)
    .sort((a, b) => a.split('.').length - b.split('.').length || a.localeCompare(b))
}

/** A column or setting and the text that it must have, of `path=text`; the text may hold another `=`. */
export function conditionOf(where: string | undefined): [path?: string, text?: string] {
  if (where === undefined) return []
  const [path] = where.split('=', 1)
  return [path, where.slice(path.length + 1)]
}
