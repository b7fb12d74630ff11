/** A run from its first step to its last; what it leaves is in `files/`, and written and read by `folder/`. */
export type { EvaluationRecord } from './evaluator.ts'
export { load, loadRun, type Run } from './run.ts'
export { resume, summarise, type TrainOptions, train } from './train.ts'
export {
  type TrainingWorker,
  trainInWorker,
  type WorkerTrainOptions,
} from './worker/train-in-worker.ts'
