/** Run folders on disk: finding them, and reading what they hold. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Config, resolveConfig } from '../../training/config.ts'
import { type Metrics, type Result, withPresentNames } from '../../training/metrics.ts'

/** What made a run: package version, Node version, kernel build. */
export interface Versions {
  readonly formscale: string
  readonly node: string
  readonly kernels: string
}

export interface RunRecord {
  readonly folder: string
  readonly config: Config
  readonly versions: Versions
  readonly metrics: readonly Metrics[]
  /** null: still running, or killed. */
  readonly result: Result | null
}

export interface BrokenRun {
  readonly folder: string
  readonly problem: string
}

export interface FoundRuns {
  readonly runs: readonly RunRecord[]
  readonly broken: readonly BrokenRun[]
}

/**
 * All run folders at or below `dir`, in natural order of their names (seed-2 before seed-10). The trials of a search in it
 * are left out, being part-runs on seeds that are not reported; they are found below their own folder, `dir`/search.
 */
export function findRuns(dir: string): FoundRuns {
  const runs: RunRecord[] = []
  const broken: BrokenRun[] = []
  for (const folder of runFolders(dir)) {
    try {
      runs.push(readRun(folder))
    } catch (error) {
      broken.push({ folder, problem: (error as Error).message })
    }
  }
  return { runs, broken }
}

/**
 * Reads one run folder. A half-written last line of metrics is left out: the run may be going on.
 *
 * @throws Error that names the file and what is wrong with it.
 */
export function readRun(folder: string): RunRecord {
  const { config, ...versions } = readJson(join(folder, 'config.json')) as Versions & { config: unknown }
  const resultFile = join(folder, 'result.json')
  return {
    folder,
    config: resolved(config),
    versions,
    metrics: readMetrics(join(folder, 'metrics.jsonl')),
    result: existsSync(resultFile) ? (readJson(resultFile) as Result) : null,
  }
}

/** Whether the run in this folder did all its steps. */
export const isFinished = (run: RunRecord) => run.result?.status === 'finished'

/** Marks the folder of a search. */
export const SEARCH_FILE = 'search.json'

/** Whether it ended before its last step on purpose: a search or a person stopped it. It may go on later. */
export const isStopped = (run: RunRecord) => run.result !== null && !isFinished(run)

/** Environment steps done. */
export const stepsOf = ({ result, metrics }: RunRecord) => result?.steps ?? metrics.at(-1)?.step ?? 0

const RUN_FILES = ['config.json', 'metrics.jsonl', 'result.json', 'checkpoint']

function runFolders(dir: string): string[] {
  const entries = readdirSync(dir, { withFileTypes: true })
  if (entries.some((entry) => RUN_FILES.includes(entry.name))) return [dir]
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .filter((entry) => !existsSync(join(dir, entry.name, SEARCH_FILE)))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .flatMap((entry) => runFolders(join(dir, entry.name)))
}

function resolved(config: unknown): Config {
  try {
    return resolveConfig(config)
  } catch (error) {
    throw new Error(`config.json: ${(error as Error).message}`)
  }
}

function readJson(file: string): object {
  const name = basename(file)
  if (!existsSync(file)) throw new Error(`${name} is missing`)
  const parsed = parse(readFileSync(file, 'utf8'))
  if (typeof parsed !== 'object' || parsed === null) throw new Error(`${name} is not a JSON object`)
  return parsed
}

function readMetrics(file: string): Metrics[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  const unfinished = lines.pop() // '' after a complete last line
  const rows = lines.map((line, index) => {
    const row = parse(line)
    if (!isRow(row)) throw new Error(`metrics.jsonl line ${index + 1} is not a row of metrics`)
    return withPresentNames(row)
  })
  const last = parse(unfinished ?? '')
  return isRow(last) ? [...rows, withPresentNames(last)] : rows
}

const isRow = (row: unknown): row is Metrics => Number.isFinite((row as Metrics | undefined)?.step)

/** undefined for what is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
