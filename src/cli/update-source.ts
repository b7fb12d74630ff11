/** Updates as the command line names them: a member of the catalogue, or a JSON file of a point. */
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { namedUpdate } from '../training/index.ts'
import { resolveUpdate, type UpdateSpec } from '../updates/index.ts'
import { readJson } from './json-file.ts'
import { type Assignment, assign } from './settings.ts'

/**
 * The update that NAME or FILE stands for. A file without a name of its own lends its file name.
 *
 * @throws Error of one line: no such update or file, no JSON, no valid point.
 */
export function readUpdate(source: string): UpdateSpec {
  if (!/[/\\]|\.json$/.test(source)) return namedUpdate(source)
  if (!existsSync(source)) throw new Error(`there is no update file ${source}`)
  try {
    return resolveUpdate({ name: basename(source).replace(/\.json$/, ''), ...readJson(source) })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new Error(`${source}: ${error.message}`)
  }
}

/** The update with its `--set update.…` laid over it, and named after them, so that nobody takes it for the original. */
export function modifyUpdate(update: UpdateSpec, assignments: readonly Assignment[]): UpdateSpec {
  const own = assignments.filter(({ path }) => path[0] === 'update' && path.length > 1)
  if (own.length === 0) return update
  const changes = own
    .filter(({ path }) => path[1] !== 'name' && path[1] !== 'about')
    .map(
      ({ path, value }) =>
        `${path
          .slice(1)
          .join('.')
          .replace(/^scale\./, '')}=${textOf(value)}`,
    )
  const renamed = {
    ...update,
    name: [update.name, ...changes].join('+'),
    about: `${update.name} with ${changes.join(', ')}`,
  }
  const { update: changed } = assign({ update: renamed }, own)
  return resolveUpdate(changed as Partial<UpdateSpec>)
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : String(JSON.stringify(value)))
