/** A run from its first step to its last; what it leaves is in `files/`, and written and read by `folder/`. */
export type { EvaluationRecord } from './evaluator.ts'
export type { CheckpointRecord, RunHooks, Steering, StopCondition } from './hooks.ts'
export { type ResumeOptions, resume } from './resume.ts'
export { type LoadOptions, load, loadRun, type Run } from './run.ts'
export { summarise } from './summary.ts'
export { type FineTuneOptions, type LearnOptions, type TrainOptions, train } from './train.ts'
export {
  type TrainingWorker,
  trainInWorker,
  type WorkerTrainOptions,
} from './worker/train-in-worker.ts'
