/** `--set path=value`: single settings, nested ones too, laid over those from options and files. */
import { distance } from 'fastest-levenshtein'
import { settingsOf } from '../settings/list.ts'
import { at, type Fields, flatten, overlay, readValue } from '../settings/paths.ts'
import { inOurSpelling, settingMeant } from '../training/index.ts'
import { configSchema } from '../training/schema.ts'
import { catalogue } from '../updates/index.ts'

/** A setting to change: `optimiser.learningRate` to 0.0003. */
export interface Assignment {
  readonly path: string
  readonly value: unknown
}

/** Every setting there is, as a dotted path; below `update`, what members of the catalogue have. */
const settingPaths = (): string[] => [
  'preset',
  ...settingsOf(configSchema).map(({ path }) => path),
  ...new Set(Object.values(catalogue).flatMap((update) => [...flatten({ update }).keys()])),
]

/**
 * Reads `path=value`. The value is JSON where it parses as such, else a number (.5, Infinity), else text.
 *
 * @throws Error for a path that is not a setting, with the nearest one.
 */
export function parseAssignment(text: string): Assignment {
  const split = text.indexOf('=')
  if (split < 1)
    throw new Error(`--set ${text}: write it as path=value, such as optimiser.learningRate=0.0003`)
  const path = inOurSpelling(text.slice(0, split))
  const paths = settingPaths()
  // What stands below `update` is checked with the point.
  if (!path.startsWith('update.') && !paths.some((known) => known === path || known.startsWith(`${path}.`)))
    throw new Error(`unknown setting '${path}'; ${meantBy(path, paths)}; formscale train --help lists them`)
  return { path, value: readValue(text.slice(split + 1)) }
}

function meantBy(path: string, paths: readonly string[]): string {
  const meant = settingMeant(path)
  return meant === undefined ? `did you mean ${nearestPath(path, paths)}?` : `here it is ${meant}`
}

/** Judged by the whole path or, for one without its folders (`learningRate`), by the last word. */
function nearestPath(path: string, paths: readonly string[]): string {
  const edits = (known: string) => {
    const last = known.slice(known.lastIndexOf('.') + 1)
    return Math.min(
      distance(path.toLowerCase(), known.toLowerCase()),
      0.5 + distance(path.toLowerCase(), last.toLowerCase()),
    )
  }
  return paths.reduce((best, known) => (edits(known) < edits(best) ? known : best))
}

/** The settings with the assignments laid over them; the given ones stay as they are. */
export const assign = (settings: Fields, assignments: readonly Assignment[]): Fields =>
  assignments.reduce((all, { path, value }) => overlay(all, at(path, value)), settings)
