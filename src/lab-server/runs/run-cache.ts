/** The runs of a folder, read again only where their files have changed. */
import { realpathSync } from 'node:fs'
import {
  CHECKPOINT_FILE,
  CONFIG_FILE,
  FAILURE_FILE,
  HeldRows,
  METRICS_FILE,
  RESULT_FILE,
  type RunRecord,
} from '../../runs/files/index.ts'
import { openRun } from '../../runs/folder/index.ts'
import {
  type BrokenEntry,
  findFolders,
  type RunEntry,
  type RunTree,
  type StudyEntry,
} from '../../studies/folder/find-runs.ts'
import type { Metrics } from '../../training/metrics.ts'
import { inTurns } from '../in-turns.ts'
import { stampOf } from './stamp.ts'

/** A run whose metrics are thinned to what figures need. */
export interface CachedRun extends RunEntry {
  readonly record: RunRecord
  readonly failed: boolean
  /** When its files last changed, ms since 1970. */
  readonly modified: number
  /** Real path of its checkpoint. */
  readonly checkpoint: string | undefined
}

export interface Snapshot {
  readonly runs: readonly CachedRun[]
  readonly broken: readonly BrokenEntry[]
  readonly studies: readonly StudyEntry[]
  /** Another one for every other content. */
  readonly version: number
}

/** Rows of metrics that are kept of a run: those of a study are many. */
const MAX_ROWS = 1000
const STAMPED_FILES = [CONFIG_FILE, METRICS_FILE, RESULT_FILE, FAILURE_FILE, CHECKPOINT_FILE]

/** How long a snapshot counts as the present. */
const FRESH_MS = 300

interface Reading {
  /** Of all files that count, as one text. */
  readonly stamps: string
  readonly entry: CachedRun | BrokenEntry
}

export class RunCache {
  readonly dir: string
  #readings = new Map<string, Reading>()
  #snapshot: Snapshot = { runs: [], broken: [], studies: [], version: 0 }
  /** Studies, and folders that can't be listed, as one text. */
  #others = ''
  #refreshing: Promise<Snapshot> | undefined
  #refreshedAt = Number.NEGATIVE_INFINITY

  constructor(dir: string) {
    this.dir = dir
  }

  /** What there is now, or was a moment ago; several who ask at the same time share one reading. */
  async refresh(): Promise<Snapshot> {
    if (performance.now() - this.#refreshedAt < FRESH_MS) return this.#snapshot
    this.#refreshing ??= inTurns(this.#read()).finally(() => {
      this.#refreshing = undefined
      this.#refreshedAt = performance.now()
    })
    return this.#refreshing
  }

  /** Stops after each run. */
  *#read(): Generator<void, Snapshot> {
    const root = realRoot(this.dir)
    const before = this.#readings
    const isRun = (path: string) => 'record' in (before.get(path)?.entry ?? {})
    const found = root === undefined ? { runs: [], studies: [], closed: [] } : findFolders(root, isRun)
    const readings = new Map<string, Reading>()
    for (const run of found.runs) {
      readings.set(run.path, yield* readingOf(root as string, run, before.get(run.path)))
      yield
    }
    const others = JSON.stringify([found.studies, found.closed])
    const isSame =
      others === this.#others &&
      readings.size === before.size &&
      [...readings].every(([path, reading]) => before.get(path) === reading)
    this.#readings = readings
    this.#others = others
    if (!isSame) this.#snapshot = snapshotOf([...readings.values()], found, this.#snapshot.version + 1)
    return this.#snapshot
  }
}

function snapshotOf(readings: readonly Reading[], { closed, studies }: RunTree, version: number): Snapshot {
  const entries = [...readings.map(({ entry }) => entry), ...closed]
  return {
    runs: entries.filter((entry) => 'record' in entry),
    broken: entries.filter((entry) => 'problem' in entry),
    studies,
    version,
  }
}

/** undefined as long as there is no such folder. */
function realRoot(dir: string): string | undefined {
  try {
    return realpathSync(dir)
  } catch {
    return undefined
  }
}

/** Stops now and then while it reads rows. */
function* readingOf(root: string, found: RunEntry, before: Reading | undefined): Generator<void, Reading> {
  let stamps = ''
  try {
    const all = STAMPED_FILES.map((name) => stampOf(root, found.folder, name))
    stamps = JSON.stringify([found.study, all])
    if (before?.stamps === stamps) return before
    const { rows, ...run } = openRun(found.folder)
    const entry = {
      ...found,
      record: { folder: found.folder, ...run, metrics: new HeldRows(everyFew(yield* everyOf(rows))) },
      failed: all[STAMPED_FILES.indexOf(FAILURE_FILE)] !== undefined,
      modified: Math.max(...all.map((stamp) => stamp?.modified ?? 0)),
      checkpoint:
        all[STAMPED_FILES.indexOf(CHECKPOINT_FILE)] && realpathSync(`${found.folder}/${CHECKPOINT_FILE}`),
    }
    return { stamps, entry }
  } catch (error) {
    const { message } = error as Error
    const stamp = stamps || message
    return before?.stamps === stamp ? before : { stamps: stamp, entry: { ...found, problem: message } }
  }
}

/** Rows that are read without a stop. */
const AT_ONCE = 200

function* everyOf(rows: Iterable<Metrics>): Generator<void, Metrics[]> {
  const read: Metrics[] = []
  for (const row of rows) {
    read.push(row)
    if (read.length % AT_ONCE === 0) yield
  }
  return read
}

/** At most MAX_ROWS of them, evenly, with the last. */
function everyFew<T>(rows: readonly T[]): T[] {
  const step = Math.ceil(rows.length / MAX_ROWS)
  return rows.filter((_, i) => (rows.length - 1 - i) % Math.max(1, step) === 0)
}
