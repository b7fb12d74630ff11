/** formscale: policy optimisation as a choice of gradient form and scaling function. */
export * from './envs/index.ts'
export { loadPolicy, Policy, toOnnx } from './policies/index.ts'
export { Pcg64 } from './random/index.ts'
export {
  load,
  loadRun,
  type Run,
  resume,
  type TrainingWorker,
  type TrainOptions,
  train,
  trainInWorker,
  type WorkerTrainOptions,
} from './runs/index.ts'
export {
  type Config,
  type ConfigInput,
  configSchema,
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  layBeneath,
  type Metrics,
  namedUpdate,
  type PresetName,
  Profile,
  type ProfileRow,
  presets,
  type Result,
  resolveConfig,
  settingsBySpaces,
  type TunedSettings,
  tuned,
  version,
} from './training/index.ts'
export * from './updates/index.ts'
