export { type Config, type ConfigInput, resolveConfig } from './config.ts'
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.ts'
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
export { version } from './version.ts'
