/** The queue that studies fill and workers empty, in BullMQ. */
import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { version } from '../../training/version.ts'
import type { QueuedRun } from './messages.ts'

/** Of one version only: other versions need not give the same bits. */
const NAME = 'runs-'
export const QUEUE = NAME + version
export const PREFIX = 'formscale'

/** BullMQ takes low numbers first, and 0 before all. */
const LOWEST = 1000

export const priorityOf = (priority: number) => Math.max(1, LOWEST - priority)

export function openQueue(redis: Redis): Queue<QueuedRun> {
  const queue = new Queue<QueuedRun>(QUEUE, {
    connection: redis,
    prefix: PREFIX,
    defaultJobOptions: { removeOnComplete: true, attempts: 1 },
  })
  queue.on('error', () => {})
  return queue
}

/**
 * Versions of formscale, other than this one, whose workers are connected.
 *
 * @param clients what Redis lists: each worker's connection has a name that tells its queue.
 */
export function otherVersions(clients: string): string[] {
  const names = [...clients.matchAll(/\bname=formscale:([\w+/=]+)/g)]
  const queues = names.map(([, name]) => Buffer.from(name, 'base64').toString())
  const versions = queues.filter((queue) => queue.startsWith(NAME)).map((queue) => queue.slice(NAME.length))
  return [...new Set(versions)].filter((other) => other !== version && /^[\w.+-]{1,40}$/.test(other)).sort()
}
