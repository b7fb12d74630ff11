import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Change } from '../../training/index.ts'
import {
  CHANGES_FILE,
  CONFIG_FILE,
  changeLine,
  jsonText,
  MOST_BYTES_OF_ROWS,
  readChanges,
} from '../files/index.ts'
import { writing } from './file-error.ts'
import { textIn } from './read.ts'
import { writeAtomically } from './write-atomically.ts'

/** The record of a run's changes: each is on the disk before the first update that it holds for. */
export class ChangesFile {
  readonly #dir: string
  readonly #file: string
  readonly #lines: Set<string>

  constructor(dir: string) {
    this.#dir = dir
    this.#file = path.join(dir, CHANGES_FILE)
    const lines = fs.existsSync(this.#file) ? fs.readFileSync(this.#file, 'utf8').split('\n') : []
    const unfinished = lines.pop() ?? ''
    this.#lines = new Set(lines.map((line) => `${line}\n`))
    // Cut off by a crash, it would spoil the next.
    if (unfinished !== '') writeAtomically(this.#file, [...this.#lines].join(''))
  }

  /** Adds those that it doesn't have yet. */
  record(changes: readonly Change[]): void {
    const added = changes.map(changeLine).filter((line) => !this.#lines.has(line))
    if (added.length === 0) return
    if (this.#lines.size === 0) this.#sayInConfig()
    writing(this.#file, () => {
      const file = fs.openSync(this.#file, 'a')
      try {
        fs.writeSync(file, added.join(''))
        fs.fsyncSync(file)
      } finally {
        fs.closeSync(file)
      }
    })
    for (const line of added) this.#lines.add(line)
  }

  /** Whoever reads config.json alone shall know that it isn't all. */
  #sayInConfig(): void {
    const file = path.join(this.#dir, CONFIG_FILE)
    const { config, ...versions } = JSON.parse(fs.readFileSync(file, 'utf8'))
    writeAtomically(file, jsonText({ ...versions, changes: CHANGES_FILE, config }))
  }
}

/** What was changed on the way, in a folder. @throws Error that names the folder and the line that is wrong. */
export function changesIn(dir: string): Change[] {
  try {
    return readChanges(textIn(dir, CHANGES_FILE, MOST_BYTES_OF_ROWS) ?? '')
  } catch (error) {
    throw new Error(`'${dir}' is damaged: ${(error as Error).message}`, { cause: error })
  }
}

/**
 * Those that a folder tells of and its checkpoint does not: they are made again, at their steps.
 *
 * @param step of the checkpoint.
 * @throws Error of one line where the two contradict each other.
 */
export function changesAfter(dir: string, step: number, made: readonly Change[]): Change[] {
  const inFolder = changesIn(dir)
  const [told, known] = [inFolder, made].map((changes) => new Set(changes.map(changeLine)))
  const strange =
    made.find((change) => !told.has(changeLine(change))) ??
    inFolder.find((change) => change.step < step && !isKnown(change, made, known))
  if (strange)
    throw new Error(
      `'${dir}' contradicts itself: ${CHANGES_FILE} and its checkpoint don't agree on ${strange.path} at step ${strange.step}; restore the file that was changed`,
    )
  return inFolder.filter((change) => change.step >= step && !known.has(changeLine(change)))
}

/** A checkpoint has the last of several changes of one setting at one step. */
const isKnown = (change: Change, made: readonly Change[], known: ReadonlySet<string>) =>
  known.has(changeLine(change)) || made.some(({ step, path }) => step === change.step && path === change.path)
