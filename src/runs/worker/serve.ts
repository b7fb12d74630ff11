/**
 * A worker's whole program, so that a page stays at work while it trains: `import 'formscale/worker'`, and before it
 * whatever registers environments of the user's own. `trainInWorker` gives it its orders.
 */
import { train } from '../train.ts'
import type { Order, Report, SentSettings } from './messages.ts'

let controller: AbortController | undefined

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if (data.kind === 'stop') controller?.abort()
  else void serve(data.settings)
})

async function serve(settings: SentSettings): Promise<void> {
  controller = new AbortController()
  try {
    const { signal } = controller
    const run = await train({
      ...settings,
      signal,
      onProgress: (metrics) => tell({ kind: 'progress', metrics }),
    })
    const bytes = run.toBytes()
    tell({ kind: 'done', bytes, threads: run.threads }, [bytes.buffer])
  } catch (error) {
    tell({ kind: 'failed', message: (error as Error).message })
  }
}

const tell = (report: Report, transfer: Transferable[] = []) => postMessage(report, { transfer })
