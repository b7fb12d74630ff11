/** Where a command puts its results when it isn't told. */
import { mkdirSync, readdirSync, rmdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from '../runs/folder/index.ts'

/** A folder of its own for a command: `base`, or base-2, base-3 … if there is one already. Made here, so that nobody else takes it. */
export function reserveFolder(base: string): string {
  makeFolder(dirname(base))
  for (let count = 1; ; count++) {
    const folder = count === 1 ? base : `${base}-${count}`
    try {
      mkdirSync(folder)
      return folder
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Takes a reserved folder back if nothing came into it. */
export function dropIfEmpty(folder: string): void {
  try {
    if (readdirSync(folder).length === 0) rmdirSync(folder)
  } catch {
    // It is gone already.
  }
}

/** The folder where runs go. */
const RUNS = 'runs'

export const inRuns = (name: string) => join(RUNS, name)
