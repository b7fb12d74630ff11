import { present } from '../../settings/paths.ts'
import { type RunHooks, type Steering, type StopCondition, splitHooks } from '../hooks.ts'
import { loadRun, type Run } from '../run.ts'
import type { TrainOptions } from '../train.ts'
import { type Act, askedHooks, type Order, type Report, type SentSettings } from './messages.ts'

/** A `Worker` whose program is `import 'formscale/worker'`. */
export interface TrainingWorker {
  /** Sends it an order. */
  postMessage(message: unknown): void
  /** Hears its reports, and what is wrong with it. */
  addEventListener(type: 'message' | 'error', listener: (event: WorkerEvent) => void): void
  /** Hears no more. */
  removeEventListener(type: 'message' | 'error', listener: (event: WorkerEvent) => void): void
}

/** Of what a worker says, the part that is read. */
interface WorkerEvent {
  readonly data?: unknown
  readonly message?: string
}

/** Settings of `trainInWorker`: those of `train`, but for folders, profiles, and functions that are no hooks. */
export interface WorkerTrainOptions
  extends Omit<SentSettings, 'stopWhen'>,
    Omit<RunHooks, 'profile' | 'stopAt'>,
    Pick<TrainOptions, 'stopWhen'> {}

/**
 * `train`, in a worker: the page, or whatever asks, goes on meanwhile. One run at a time in each worker. Hooks run in the page,
 * and the worker waits for them; the policy stays in the worker, and `onCheckpoint` has its bytes.
 *
 * @throws Error of one line, as `train` does, and where the worker can't be started or the settings can't be sent.
 */
export function trainInWorker(worker: TrainingWorker, options: WorkerTrainOptions): Promise<Run> {
  const { hooks, rest } = splitHooks(options)
  const { stopWhen, ...others } = rest
  const { onProgress, signal } = hooks
  const asked = { ...hooks, ...(typeof stopWhen === 'function' && { stopWhen }) }
  const settings = {
    ...others,
    ...present({ stopAt: hooks.stopAt, stopWhen: typeof stopWhen === 'function' ? undefined : stopWhen }),
  }
  const send = (order: Order) => worker.postMessage(order)
  return new Promise((resolve, reject) => {
    const hear = ({ data }: WorkerEvent) => {
      const report = data as Report
      if (report.kind === 'call') {
        void answerTo(report, asked).then(send)
        return
      }
      if (report.kind === 'progress') {
        onProgress?.(report.metrics)
        if (signal?.aborted) send({ kind: 'stop' })
        return
      }
      done()
      if (report.kind === 'failed') reject(new Error(report.message))
      else resolve(loadRun(report.bytes).then((run) => ({ ...run, threads: report.threads })))
    }
    const fail = ({ message }: WorkerEvent) => {
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
      send({ kind: 'train', settings, hooks: askedHooks.filter((name) => asked[name] !== undefined) })
    } catch (error) {
      done()
      reject(
        new Error(`these settings can't be sent to a worker: ${(error as Error).message}`, { cause: error }),
      )
    }
  })
}

type Hooks = RunHooks & { readonly stopWhen?: StopCondition }

/** Calls a hook, and notes what it does with the run. */
async function answerTo({ hook, value }: Extract<Report, { kind: 'call' }>, hooks: Hooks): Promise<Order> {
  const acts: Act[] = []
  const run: Steering = {
    get policy(): never {
      throw new Error('the policy is in the worker; onCheckpoint has its bytes, for loadRun')
    },
    set: (path, to) => acts.push({ kind: 'set', path, value: to }),
    stop: (reason) => acts.push({ kind: 'stop', reason }),
  }
  try {
    const call = hooks[hook] as (value: unknown, run: Steering) => unknown
    const answer = await call(value, run)
    // What others give back is nobody's, and perhaps no data.
    return { kind: 'answer', acts, ...(hook === 'stopWhen' && { answer }) }
  } catch (error) {
    return { kind: 'answer', acts, error: (error as Error).message }
  }
}
