/** formscale: policy optimisation as a choice of gradient form and scaling function. */

export {
  type Columns,
  type ColumnsInput,
  type DecisionBlock,
  Decisions,
  type EstimatedValues,
  type EstimatorName,
  estimators,
  type Judgement,
  type JudgeOptions,
  judge,
  type LogEstimate,
  type LogOptions,
  readLog,
  type ValueEstimate,
} from './decisions/index.ts'
export * from './envs/index.ts'
export { formulaScale } from './formulas/index.ts'
export {
  type Decision,
  type FeatureColumn,
  type Features,
  loadPolicy,
  Policy,
  type RawRow,
  type RawValue,
  toOnnx,
} from './policies/index.ts'
export { Pcg64 } from './random/index.ts'
export {
  type CheckpointRecord,
  type EvaluationRecord,
  type FineTuneOptions,
  type LearnOptions,
  type LoadOptions,
  load,
  loadRun,
  type ResumeOptions,
  type Run,
  type RunHooks,
  resume,
  type Steering,
  type StopCondition,
  type TrainingWorker,
  type TrainOptions,
  train,
  trainInWorker,
  type WorkerTrainOptions,
} from './runs/index.ts'
export type { Schedule, ScheduleInput, ScheduleKind } from './schedules/index.ts'
export {
  type Change,
  type Config,
  type ConfigInput,
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
export { readTrajectories, Trajectories } from './trajectories/index.ts'
export * from './updates/index.ts'
