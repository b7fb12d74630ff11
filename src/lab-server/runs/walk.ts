/** The folders of runs below the one that is served: real folders of it, never what links lead to. */
import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { SEARCH_FILE } from '../../studies/folder/runs.ts'
import { STUDY_COPY, STUDY_FILE } from '../../studies/folder/study-file.ts'

export interface FoundFolder {
  readonly folder: string
  /** Below the folder that is served, with slashes; '' for that itself. */
  readonly path: string
  readonly study: string
}

export interface FoundStudy {
  readonly folder: string
  readonly path: string
  readonly search: boolean
}

export interface Found {
  readonly runs: readonly FoundFolder[]
  readonly studies: readonly FoundStudy[]
  /** Folders that can't be looked into. */
  readonly closed: readonly (FoundFolder & { readonly problem: string })[]
}

const RUN_FILES = ['config.json', 'metrics.jsonl', 'result.json', 'checkpoint']
const STUDY_FILES = [STUDY_FILE, STUDY_COPY, SEARCH_FILE]

/** Everything at or below `root`, in natural order of names. */
export function walk(root: string): Found {
  const runs: FoundFolder[] = []
  const studies: FoundStudy[] = []
  const closed: (FoundFolder & { problem: string })[] = []
  const visit = (folder: string, path: string, study: string) => {
    let entries: Dirent[]
    try {
      entries = readdirSync(folder, { withFileTypes: true })
    } catch (error) {
      closed.push({ folder, path, study, problem: (error as Error).message })
      return
    }
    const names = entries.map(({ name }) => name)
    if (RUN_FILES.some((name) => names.includes(name))) {
      runs.push({ folder, path, study })
      return
    }
    const isStudy = path !== '' && STUDY_FILES.some((name) => names.includes(name))
    if (isStudy) studies.push({ folder, path, search: names.includes(SEARCH_FILE) })
    for (const name of entries
      .filter(isOpen)
      .map(({ name }) => name)
      .sort(naturally))
      visit(join(folder, name), path === '' ? name : `${path}/${name}`, isStudy ? path : study)
  }
  visit(root, '', '')
  return { runs, studies, closed }
}

const isOpen = (entry: Dirent) => entry.isDirectory() && !entry.name.startsWith('.')
const naturally = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })

/** A file's size and time of change. */
export interface Stamp {
  readonly size: number
  readonly changed: number
}

/**
 * The stamp of a file of a run; undefined where there is none.
 *
 * @throws Error for what is no plain file within `root`, such as a link that leads out of it.
 */
export function stampOf(root: string, folder: string, name: string): Stamp | undefined {
  let real: string
  try {
    real = realpathSync(join(folder, name))
  } catch {
    return undefined
  }
  if (!real.startsWith(root + sep)) throw new Error(`${name} is a link out of the folder that is served`)
  const stats = statSync(real)
  if (!stats.isFile()) throw new Error(`${name} is not a file`)
  return { size: stats.size, changed: stats.mtimeMs }
}
