/** The folders of runs, and of the studies that they belong to, at or below one. */
import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { HeldRows, isRunFolder, type RunRecord } from '../../runs/files/index.ts'
import { readRun } from '../../runs/folder/index.ts'
import { SEARCH_FILE, STUDY_COPY, STUDY_FILE } from './study-file.ts'

/** A folder that holds a run. */
export interface RunEntry {
  readonly folder: string
  /** Below the folder that was searched, with slashes; '' for that itself. */
  readonly path: string
  /** Path of the study that it belongs to; '' for none. */
  readonly study: string
}

export interface StudyEntry {
  readonly folder: string
  readonly path: string
  /** Whether its runs are trials of a search. */
  readonly search: boolean
}

export interface BrokenEntry extends RunEntry {
  readonly problem: string
}

export interface RunTree {
  readonly runs: readonly RunEntry[]
  readonly studies: readonly StudyEntry[]
  /** Folders that can't be listed. */
  readonly closed: readonly BrokenEntry[]
}

/**
 * Everything at or below `root`, in natural order of names (seed-2 before seed-10); never what links lead to.
 *
 * @param isRun folders that are known to hold a run, which needn't be listed.
 */
export function findFolders(root: string, isRun: (path: string) => boolean = () => false): RunTree {
  const runs: RunEntry[] = []
  const studies: StudyEntry[] = []
  const closed: BrokenEntry[] = []
  const visit = (folder: string, path: string, study: string) => {
    if (isRun(path)) return void runs.push({ folder, path, study })
    let entries: Dirent[]
    try {
      entries = readdirSync(folder, { withFileTypes: true })
    } catch (error) {
      closed.push({ folder, path, study, problem: (error as Error).message })
      return
    }
    const names = entries.map(({ name }) => name)
    if (isRunFolder(names)) {
      runs.push({ folder, path, study })
      return
    }
    const isStudy = path !== '' && STUDY_MARKS.some((name) => names.includes(name))
    if (isStudy) studies.push({ folder, path, search: names.includes(SEARCH_FILE) })
    for (const name of subfolders(entries))
      visit(join(folder, name), path === '' ? name : `${path}/${name}`, isStudy ? path : study)
  }
  visit(root, '', '')
  return { runs, studies, closed }
}

/** Far quicker than `localeCompare` with these options. */
const { compare: byName } = new Intl.Collator('en', { numeric: true })

const STUDY_MARKS = [STUDY_FILE, STUDY_COPY, SEARCH_FILE]

const subfolders = (entries: readonly Dirent[]) =>
  entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort(byName)

export interface BrokenRun {
  readonly folder: string
  readonly problem: string
}

export interface FoundRuns {
  readonly runs: readonly RunRecord[]
  readonly broken: readonly BrokenRun[]
}

/**
 * Reads all runs at or below `dir`. The trials of a search in it are left out, being part-runs on seeds that are not
 * reported; they are found below their own folder, `dir`/search.
 */
export function findRuns(dir: string): FoundRuns {
  const { runs: entries, studies, closed } = findFolders(dir)
  const searches = studies.filter(({ search }) => search)
  const runs: RunRecord[] = []
  const broken: BrokenRun[] = closed.map(({ folder, problem }) => ({ folder, problem }))
  for (const { folder, path } of entries) {
    if (searches.some((search) => path.startsWith(`${search.path}/`))) continue
    try {
      const run = readRun(folder)
      runs.push({ ...run, metrics: new HeldRows(run.metrics) })
    } catch (error) {
      broken.push({ folder, problem: (error as Error).message })
    }
  }
  return { runs, broken }
}
