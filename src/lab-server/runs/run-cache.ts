/** The runs of a folder, read again only where their files have changed. */
import { realpathSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import {
  CHECKPOINT_FILE,
  CONFIG_FILE,
  FAILURE_FILE,
  METRICS_FILE,
  RESULT_FILE,
  type RunRecord,
} from '../../runs/files/index.ts'
import { readRun } from '../../runs/folder/index.ts'
import {
  type BrokenEntry,
  findFolders,
  type RunEntry,
  type StudyEntry,
} from '../../studies/folder/find-runs.ts'
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
  /** All that the version stands for. */
  #text = ''
  #refreshing: Promise<Snapshot> | undefined
  #refreshedAt = Number.NEGATIVE_INFINITY

  constructor(dir: string) {
    this.dir = dir
  }

  /** What there is now, or was a moment ago; several who ask at the same time share one reading. */
  async refresh(): Promise<Snapshot> {
    if (performance.now() - this.#refreshedAt < FRESH_MS) return this.#snapshot
    this.#refreshing ??= this.#read().finally(() => {
      this.#refreshing = undefined
      this.#refreshedAt = performance.now()
    })
    return this.#refreshing
  }

  async #read(): Promise<Snapshot> {
    const root = realRoot(this.dir)
    const found = root === undefined ? { runs: [], studies: [], closed: [] } : findFolders(root)
    const readings = new Map<string, Reading>()
    for (const run of found.runs) {
      const reading = readingOf(root as string, run, this.#readings.get(run.path))
      // A fresh one takes a while: others get their turn.
      if (reading !== this.#readings.get(run.path)) await setImmediate()
      readings.set(run.path, reading)
    }
    const entries = [...[...readings.values()].map(({ entry }) => entry), ...found.closed]
    const text = JSON.stringify([
      [...readings].map(([path, { stamps }]) => [path, stamps]),
      found.studies,
      found.closed,
    ])
    const before = this.#snapshot
    this.#readings = readings
    this.#snapshot = {
      runs: entries.filter((entry) => 'record' in entry),
      broken: entries.filter((entry) => 'problem' in entry),
      studies: found.studies,
      version: text === this.#text ? before.version : before.version + 1,
    }
    this.#text = text
    return this.#snapshot
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

function readingOf(root: string, found: RunEntry, before: Reading | undefined): Reading {
  let stamps = ''
  try {
    const all = STAMPED_FILES.map((name) => stampOf(root, found.folder, name))
    stamps = JSON.stringify(all)
    if (before?.stamps === stamps) return before
    const record = readRun(found.folder)
    const entry = {
      ...found,
      record: { ...record, metrics: everyFew(record.metrics) },
      failed: all[STAMPED_FILES.indexOf(FAILURE_FILE)] !== undefined,
      modified: Math.max(...all.map((stamp) => stamp?.modified ?? 0)),
      checkpoint:
        all[STAMPED_FILES.indexOf(CHECKPOINT_FILE)] && realpathSync(`${found.folder}/${CHECKPOINT_FILE}`),
    }
    return { stamps, entry }
  } catch (error) {
    const { message } = error as Error
    return { stamps: stamps || message, entry: { ...found, problem: message } }
  }
}

/** At most MAX_ROWS of them, evenly, with the last. */
function everyFew<T>(rows: readonly T[]): T[] {
  const step = Math.ceil(rows.length / MAX_ROWS)
  return rows.filter((_, i) => (rows.length - 1 - i) % Math.max(1, step) === 0)
}
