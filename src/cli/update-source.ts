/** Updates as the command line names them: a member of the catalogue, a formula, or a file of a point (JSON) or of an f (code). */
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { isCodeFile } from '../is-code-file.ts'
import { ownUpdateFile } from '../runs/update-file.ts'
import { present } from '../settings/paths.ts'
import { isFormulaText, namedUpdate } from '../training/index.ts'
import { changed, coordinatesOf, isCode, resolveAnyUpdate, type ScheduledUpdate } from '../updates/index.ts'
import { readJson } from './json-file.ts'
import { rememberNamed } from './named-code.ts'
import type { Assignment } from './settings.ts'

/**
 * The update that NAME, FILE or `formula: …` stands for. A file without a name of its own lends its file name.
 *
 * @throws Error of one line: no such update or file, no JSON, no valid point.
 */
export function readUpdate(source: string): ScheduledUpdate {
  if (isFormulaText(source)) return namedUpdate(source)
  if (isCodeFile(source)) {
    const update = ownUpdateFile(source)
    rememberNamed(update.scale.own)
    return update
  }
  if (!/[/\\]|\.json$/.test(source)) return namedUpdate(source)
  if (!existsSync(source)) throw new Error(`there is no update file ${source}`)
  const update = inFile(source, () =>
    resolveAnyUpdate({ name: basename(source).replace(/\.json$/, ''), ...readJson(source) }),
  )
  if (!isCode(update)) return update
  throw new Error(
    `${source}: update.scale.own is ${update.scale.own}, an f that is code; name its own file, by --update FILE`,
  )
}

function inFile<T>(source: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new Error(`${source}: ${error.message}`)
  }
}

/** The update with its `--set update.…` laid over it, and named after them unless they give a name. */
export function modifyUpdate(update: ScheduledUpdate, assignments: readonly Assignment[]): ScheduledUpdate {
  const own = new Map(
    assignments
      .filter(({ path }) => path.startsWith('update.'))
      .map(({ path, value }) => [path.slice('update.'.length), value]),
  )
  const [name, about] = [own.get('name'), own.get('about')]
  const parts = [...own].filter(([path]) => path !== 'name' && path !== 'about')
  const point = changed(update, coordinatesOf(Object.fromEntries(parts)))
  return resolveAnyUpdate({ ...point, ...present({ name, about }) })
}
