import { readdirSync, statSync } from 'node:fs'
import { isRunFolder } from '../../runs/files/index.ts'
import { type EvalFlags, evalRun } from './run.ts'
import { evalStudy } from './study.ts'

export const evalAction = (dir: string, flags: EvalFlags): Promise<void> =>
  isFolderOfRuns(dir) ? evalStudy(dir, flags) : evalRun(dir, flags)

/** Whether it isn't a run itself, but has folders, in which there may be some. */
function isFolderOfRuns(dir: string): boolean {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return false
  const entries = readdirSync(dir, { withFileTypes: true })
  return !isRunFolder(entries.map(({ name }) => name)) && entries.some((entry) => entry.isDirectory())
}
