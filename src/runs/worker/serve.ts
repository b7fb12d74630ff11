/**
 * A worker's whole program, so that a page stays at work while it trains: `import 'formscale/worker'`, and before it
 * whatever registers environments of the user's own. `trainInWorker` gives it its orders.
 */
import type { Order } from './messages.ts'
import { Service } from './service.ts'

const service = new Service((report, transfer = []) => postMessage(report, { transfer }))

addEventListener('message', ({ data }: MessageEvent<Order>) => service.take(data))
