export { onScale } from './advantages.ts'
export { aimReached } from './aim.ts'
export { type Change, changesFrom, configAfter } from './changes.ts'
export {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  restoredPolicy,
  restoreSession,
} from './checkpoint.ts'
export { type Config, type ConfigInput, resolveConfig } from './config.ts'
export { type EvaluateOptions, type Evaluation, evaluate, evaluateIn } from './evaluate.ts'
export { EventLoopBreaks, yieldToEventLoop } from './event-loop.ts'
export { settingsForLog } from './log-settings.ts'
export type { Metrics, Result } from './metrics.ts'
export { isFormulaText, namedUpdate } from './named-update.ts'
export type { Origin } from './origin.ts'
export { plannedSteps, updateSteps } from './planned-steps.ts'
export {
  layBeneath,
  type PresetName,
  presets,
  settingsBySpaces,
  type TunedSettings,
  tuned,
} from './presets/index.ts'
export { Profile, type ProfileRow } from './profile.ts'
export { Session } from './session.ts'
export { schedulesOf } from './settings-at.ts'
export type { StopSignal } from './stop-signal.ts'
export { version } from './version.ts'
export { inOurSpelling, settingMeant, settingsInOurSpelling } from './words.ts'
