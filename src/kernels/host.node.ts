/** Threads for the kernels in Node. */
import { Worker } from 'node:worker_threads'
import type { WorkerData } from './threads/worker.ts'

/** Starts a thread that helps. Resolves once it waits for calls. */
export function startWorker(data: WorkerData): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./threads/worker.js', import.meta.url), { execArgv: [] })
    worker.once('error', reject).once('message', () => {
      // It does not keep the process alive.
      worker.unref()
      resolve()
    })
    worker.postMessage(data)
  })
}
