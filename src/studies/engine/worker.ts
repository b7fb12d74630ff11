/** A thread that does runs, one after the other. Told to stop, it does so after the update in progress. */
import { parentPort } from 'node:worker_threads'
import { clearLeftovers, hasCheckpoint } from '../../runs/folder/index.ts'
import type { Metrics } from '../../training/metrics.ts'
import { forgetFailure } from '../folder/failure.ts'
import type { Job, Outcome } from '../job.ts'

/** What a thread is told. */
export type Order = { readonly kind: 'run'; readonly job: Job } | { readonly kind: 'stop' }

/** What a thread tells. */
export type Report =
  | { readonly kind: 'progress'; readonly metrics: Metrics }
  | { readonly kind: 'end'; readonly outcome: Outcome }

/** Least time between two reports of progress, milliseconds. */
const REPORT_INTERVAL_MS = 250

async function run(job: Job, tell: (report: Report) => void, signal: AbortSignal): Promise<Outcome> {
  let reported = 0
  const onProgress = (metrics: Metrics) => {
    if (performance.now() - reported < REPORT_INTERVAL_MS) return
    reported = performance.now()
    tell({ kind: 'progress', metrics })
  }
  const { folder, config, stopAt, begin, goOn } = job
  const hooks = { onProgress, signal, ...(stopAt !== undefined && { stopAt }) }
  try {
    forgetFailure(folder)
    const { train, resume } = await import('../../runs/index.ts')
    const { result } =
      goOn || hasCheckpoint(folder)
        ? // Whoever gave the job has said whether its code may be loaded.
          await resume(folder, { ...hooks, ...goOn, env: config.env, update: config.update })
        : await train({
            ...config,
            update: { ...config.update },
            out: cleared(folder),
            onWarning: () => {},
            ...hooks,
            ...begin,
          })
    return { status: result.status, result }
  } catch (error) {
    const { message, stack = '' } = error as Error
    return { status: 'failed', message, stack }
  }
}

/** The folder without what a run left that ended before its first checkpoint. */
function cleared(folder: string): string {
  clearLeftovers(folder)
  return folder
}

if (parentPort) {
  const port = parentPort
  let controller = new AbortController()
  port.on('message', async (order: Order) => {
    if (order.kind === 'stop') return controller.abort()
    controller = new AbortController()
    const tell = (report: Report) => port.postMessage(report)
    tell({ kind: 'end', outcome: await run(order.job, tell, controller.signal) })
  })
}
