/**
 * A thread that starts the others, and hears when one ends that shouldn't: out of memory, say, or by process.exit. The
 * thread that waits for them is blocked, and hears of nothing.
 */
import { type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads'
import { COMMAND, command, LOST, PENDING, sharedArrays } from './shared-arrays.ts'
import type { WorkerData } from './worker.ts'

export interface SupervisorData {
  readonly threads: readonly WorkerData[]
  /** Where a `Loss` goes. */
  readonly port: MessagePort
}

/** Which of the threads are ready, and what the first of the others threw. */
export interface StartReport {
  readonly ready: readonly number[]
  readonly failure: string | undefined
}

/** A thread that ended without having been told to. */
export interface Loss {
  readonly first: number
  readonly count: number
  readonly message: string
}

const { threads, port } = workerData as SupervisorData
const { control } = sharedArrays(threads[0].dimensions, threads[0].memory)

/** A thread that is ready. Its end is a loss from then on, unless it was told to close. */
function start(data: WorkerData): Promise<void> {
  return new Promise((resolve, reject) => {
    let ready = false
    let error: Error | undefined
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: data,
      transferList: [data.port],
      execArgv: [],
    })
    worker.once('message', () => {
      ready = true
      resolve()
    })
    worker.once('error', (thrown) => {
      error = thrown
    })
    worker.once('exit', (code) => {
      error ??= new Error(`it called process.exit(${code})`)
      if (!ready) reject(error)
      else if (Atomics.load(control, COMMAND) !== command.close) lose(data, error)
    })
  })
}

/** Ends the turn, and every later one. */
function lose({ first, count }: WorkerData, { message }: Error): void {
  port.postMessage({ first, count, message } satisfies Loss)
  Atomics.store(control, LOST, 1)
  // In this order: whoever has begun another turn in between sees the loss.
  Atomics.store(control, PENDING, 0)
  Atomics.notify(control, PENDING)
}

const started = await Promise.allSettled(threads.map(start))
const ready = [...started.keys()].filter((i) => started[i].status === 'fulfilled')
const failed = started.find((one) => one.status === 'rejected')
// The text alone: an error that came from another thread is not an error to be sent on.
parentPort!.postMessage({ ready, failure: failed?.reason.message } satisfies StartReport)
