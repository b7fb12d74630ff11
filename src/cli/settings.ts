/** `--set path=value`: single settings, nested ones too, laid over those from options and files. */
import { distance } from 'fastest-levenshtein'
import { flatten } from '../studies/results/groups.ts'
import { resolveConfig } from '../training/config.ts'

/** A setting to change: `['optimiser', 'learningRate']` to 0.0003. */
export interface Assignment {
  readonly path: readonly string[]
  readonly value: unknown
}

type Settings = Record<string, unknown>

const CHOICES = [
  'trust.kind',
  'trust.low',
  'trust.high',
  'trust.dual',
  'trust.epsilon',
  'robust.kind',
  'robust.kappa',
]

/** Every setting there is, as a dotted path. */
export const settingPaths = (): string[] => [
  ...new Set([
    ...flatten(resolveConfig({ env: 'any' })).keys(),
    ...CHOICES.map((choice) => `update.scale.${choice}`),
  ]),
]

/**
 * Reads `path=value`. The value is JSON where it parses as such, else a number (.5, Infinity), else text.
 *
 * @throws Error for a path that is no setting, with the nearest one.
 */
export function parseAssignment(text: string): Assignment {
  const at = text.indexOf('=')
  if (at < 1) throw new Error(`--set ${text}: write it as path=value, such as optimiser.learningRate=0.0003`)
  const path = text.slice(0, at)
  const paths = settingPaths()
  if (!paths.some((known) => known === path || known.startsWith(`${path}.`)))
    throw new Error(
      `unknown setting '${path}'; did you mean ${nearestPath(path, paths)}? See formscale train --help`,
    )
  return { path: path.split('.'), value: parseValue(text.slice(at + 1)) }
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

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const value = Number(text)
    return text.trim() === '' || Number.isNaN(value) ? text : value
  }
}

/** The settings with the assignments laid over them; the given ones stay as they are. */
export function assign(settings: Settings, assignments: readonly Assignment[]): Settings {
  const changed = structuredClone(settings)
  for (const { path, value } of assignments) {
    let at = changed
    for (const key of path.slice(0, -1)) {
      const below = at[key]
      at[key] = typeof below === 'object' && below !== null ? below : {}
      at = at[key] as Settings
    }
    at[path[path.length - 1]] = value
  }
  return changed
}
