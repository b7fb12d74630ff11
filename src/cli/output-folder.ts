/** Where a command puts its results when it isn't told. */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from '../runs/folder/index.ts'
import { lookalikeOf } from '../studies/folder/standing-folder.ts'

/** A folder of its own for a command: `base`, or base-2, base-3 … if there is one already, whatever its letter case. Made here, so that nobody else takes it. */
export function reserveFolder(base: string): string {
  makeFolder(dirname(base))
  for (let count = 1; ; count++) {
    const folder = count === 1 ? base : `${base}-${count}`
    if (lookalikeOf(folder) !== undefined) continue
    try {
      mkdirSync(folder)
      return folder
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** The folder where runs go. */
const RUNS = 'runs'

export const inRuns = (name: string) => join(RUNS, name)
