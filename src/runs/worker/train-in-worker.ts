import type { StopSignal } from '../../training/index.ts'
import { loadRun, type Run } from '../run.ts'
import type { TrainOptions } from '../train.ts'
import type { Order, Report, SentSettings } from './messages.ts'

/** A `Worker` whose program is `import 'formscale/worker'`. */
export interface TrainingWorker {
  postMessage(message: unknown): void
  addEventListener(type: 'message' | 'error', listener: (event: never) => void): void
  removeEventListener(type: 'message' | 'error', listener: (event: never) => void): void
}

/** Settings of `trainInWorker`: those of `train`, but for functions, which can't be sent, folders and profiles. */
export interface WorkerTrainOptions extends SentSettings, Pick<TrainOptions, 'onProgress'> {
  /** Aborting it stops the run after the update in progress. */
  readonly signal?: StopSignal
}

/**
 * `train`, in a worker: the page, or whatever asks, goes on meanwhile. One run at a time in each worker.
 *
 * @throws Error of one line, as `train` does, and where the worker can't be started or the settings can't be sent.
 */
export function trainInWorker(
  worker: TrainingWorker,
  { onProgress, signal, ...settings }: WorkerTrainOptions,
): Promise<Run> {
  const send = (order: Order) => worker.postMessage(order)
  return new Promise((resolve, reject) => {
    const hear = ({ data: report }: { data: Report }) => {
      if (report.kind === 'progress') {
        onProgress?.(report.metrics)
        if (signal?.aborted) send({ kind: 'stop' })
        return
      }
      done()
      if (report.kind === 'failed') reject(new Error(report.message))
      else resolve(loadRun(report.bytes).then((run) => ({ ...run, threads: report.threads })))
    }
    const fail = ({ message }: { message?: string }) => {
      done()
      reject(new Error(`the worker can't train: ${message || "its program didn't load"}`))
    }
    const done = () => {
      worker.removeEventListener('message', hear)
      worker.removeEventListener('error', fail)
    }
    worker.addEventListener('message', hear)
    worker.addEventListener('error', fail)
    try {
      send({ kind: 'train', settings })
    } catch (error) {
      done()
      reject(
        new Error(`these settings can't be sent to a worker: ${(error as Error).message}`, { cause: error }),
      )
    }
  })
}
