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
export type { Metrics, Result } from './metrics.ts'
export { namedUpdate } from './named-update.ts'
export {
  layBeneath,
  type PresetName,
  presets,
  settingsBySpaces,
  type TunedSettings,
  tuned,
} from './presets/index.ts'
export { Profile, type ProfileRow } from './profile.ts'
export { configSchema } from './schema.ts'
export { Session } from './session.ts'
export { standardise } from './standardise.ts'
export type { StopSignal } from './stop-signal.ts'
export { version } from './version.ts'
