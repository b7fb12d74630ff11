/** Updates as the command line names them: a member of the catalogue, or a JSON file of a point. */
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { type Fields, present } from '../settings/paths.ts'
import { namedUpdate } from '../training/index.ts'
import { changed, coordinatesOf, resolveUpdate, type UpdateSpec } from '../updates/index.ts'
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

/** The update with its `--set update.…` laid over it, and named after them unless they give a name. */
export function modifyUpdate(update: UpdateSpec, assignments: readonly Assignment[]): UpdateSpec {
  const own =
    assign(
      {},
      assignments.filter(({ path }) => path.startsWith('update.')),
    )['update'] ?? {}
  const { name, about, ...parts } = own as Fields
  const point = changed(update, coordinatesOf(parts))
  return resolveUpdate({ ...point, ...present({ name, about }) })
}
