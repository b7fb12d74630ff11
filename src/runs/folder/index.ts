/** The folder of a run (Node). */

export { changesAfter, changesIn } from './changes-file.ts'
export { writing } from './file-error.ts'
export { clearLeftovers } from './leftovers.ts'
export { isAlive, lockFolder } from './lock-folder.ts'
export { makeFolder } from './make-folder.ts'
export { plainFile } from './plain-file.ts'
export {
  checkpointIn,
  checkpointOf,
  configIn,
  hasCheckpoint,
  openRun,
  readRun,
  resultIn,
  runIn,
} from './read.ts'
export { refuseUsed } from './refuse-used.ts'
export { removeIfEmpty } from './remove-if-empty.ts'
export { RunFolder, writeRun } from './write.ts'
export { writeAtomically, writeAtomicallyMeanwhile } from './write-atomically.ts'
