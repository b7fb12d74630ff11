/** The files of a run: their names, and what they say. */
export { requireAgreement } from './agreement.ts'
export { changeLine, readChanges } from './changes.ts'
export { checksumOf } from './checksum.ts'
export {
  configText,
  jsonText,
  readConfig,
  readResult,
  resultText,
} from './contents.ts'
export { HeldRows, type Rows, withOnly } from './held-rows.ts'
export {
  BEST_FILE,
  CHANGES_FILE,
  CHECKPOINT_FILE,
  CONFIG_FILE,
  FAILURE_FILE,
  isLeftover,
  isRunFolder,
  keptFile,
  LOCK_FILE,
  METRICS_FILE,
  RESULT_FILE,
} from './names.ts'
export { type OpenRun, openRunFiles } from './read-run.ts'
export { isFinished, isStopped, type RunRecord, stepsOf } from './record.ts'
export { gapIn, MAX_ROWS, metricsLine, readMetrics, strideAt } from './rows.ts'
export { MOST_BYTES, MOST_BYTES_OF_CHECKPOINT, MOST_BYTES_OF_ROWS } from './sizes.ts'
export {
  eventFileName,
  fileVersion,
  maskedChecksum,
  metricsEvent,
  restartEvent,
} from './tensorboard-events.ts'
