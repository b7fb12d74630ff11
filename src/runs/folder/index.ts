/** The folder of a run (Node). */

export { writing } from './file-error.ts'
export { clearLeftovers } from './leftovers.ts'
export { isAlive, lockFolder } from './lock-folder.ts'
export { makeFolder } from './make-folder.ts'
export { checkpointIn, configIn, hasCheckpoint, readRun, resultIn, runIn } from './read.ts'
export { refuseUsed } from './refuse-used.ts'
export { RunFolder, writeRun } from './write.ts'
export { writeAtomically } from './write-atomically.ts'
