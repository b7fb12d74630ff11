/** The queue that studies fill and workers empty, in BullMQ. */
import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { version } from '../../training/version.ts'
import type { Job } from '../job.ts'

/** A job as it is queued; its folder is relative to the study's. */
export interface QueuedRun {
  readonly study: string
  readonly job: Job
}

/** Of one version only: other versions need not give the same bits. */
export const QUEUE = `runs-${version}`
export const PREFIX = 'formscale'

/** BullMQ takes low numbers first, and 0 before all. */
const LOWEST = 1000

export const priorityOf = (job: Job) => Math.max(1, LOWEST - job.priority)

export function openQueue(redis: Redis): Queue<QueuedRun> {
  const queue = new Queue<QueuedRun>(QUEUE, {
    connection: redis,
    prefix: PREFIX,
    defaultJobOptions: { removeOnComplete: true, attempts: 1 },
  })
  queue.on('error', () => {})
  return queue
}
