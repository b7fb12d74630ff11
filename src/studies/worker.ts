/** One run in a thread of its own. Told by any message to stop, it does so after the update in progress. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Metrics } from '../training/metrics.ts'
import type { Job } from './plan.ts'
import type { Report } from './pool.ts'

/** Least time between two reports of progress, milliseconds. */
const REPORT_EVERY = 100

async function work(job: Job, report: (message: Report) => void, signal: AbortSignal): Promise<void> {
  let reported = 0
  const onProgress = (metrics: Metrics) => {
    if (performance.now() - reported < REPORT_EVERY) return
    reported = performance.now()
    report({ kind: 'progress', metrics })
  }
  const { train, resume } = await import('../training/index.ts')
  const { folder, config, state } = job
  const { result } =
    state === 'interrupted'
      ? await resume(folder, { onProgress, signal })
      : await train({ ...config, update: { ...config.update }, out: folder, onProgress, signal })
  report({ kind: 'end', outcome: { status: result.status, result } })
}

if (parentPort) {
  const port = parentPort
  const controller = new AbortController()
  port.once('message', () => controller.abort())
  const report = (message: Report) => port.postMessage(message)
  try {
    await work(workerData as Job, report, controller.signal)
  } catch (error) {
    const { message, stack = '' } = error as Error
    report({ kind: 'end', outcome: { status: 'failed', message, stack } })
  } finally {
    port.close()
  }
}
