/** The files of a run: their names, and what they say. */
export {
  configText,
  jsonText,
  metricsLine,
  readConfig,
  readMetrics,
  readResult,
  resultText,
} from './contents.ts'
export {
  BEST_FILE,
  CHECKPOINT_FILE,
  CONFIG_FILE,
  FAILURE_FILE,
  isLeftover,
  isRunFolder,
  LOCK_FILE,
  METRICS_FILE,
  RESULT_FILE,
} from './names.ts'
export { isFinished, isStopped, type RunRecord, stepsOf } from './record.ts'
export {
  eventFileName,
  fileVersion,
  maskedChecksum,
  metricsEvent,
  restartEvent,
} from './tensorboard-events.ts'
