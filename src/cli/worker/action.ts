import { availableParallelism } from 'node:os'
import { type Ending, serve } from '../../studies/queue/queue-worker.ts'
import { publicUrl } from '../../studies/queue/redis.ts'
import { listenForInterrupt } from '../interrupt.ts'
import { endingText } from '../progress/ending-text.ts'
import { connectionText } from '../queue-engine.ts'
import { redisUrl } from '../redis-option.ts'

export interface WorkerFlags {
  readonly redis: string | true
  readonly concurrency?: number
  readonly patience: number
}

export async function workerAction({ redis, concurrency, patience }: WorkerFlags): Promise<void> {
  const url = redisUrl(redis, 'worker')
  const interruption = listenForInterrupt(() =>
    process.stderr.write('handing back the runs in progress; Ctrl-C again to exit at once\n'),
  )
  const runs = concurrency ?? availableParallelism()
  const onReady = () => process.stderr.write(`${publicUrl(url)}: waiting for runs, ${runs} at a time\n`)
  await serve({
    url,
    concurrency: runs,
    patience,
    signal: interruption.signal,
    onReady,
    onConnection: (up) => process.stderr.write(`${connectionText(up)}\n`),
    onStart: (job, resumed) =>
      process.stderr.write(`  begun  ${job.name}${resumed ? ', from its checkpoint' : ''}\n`),
    onEnd: (job, ending) => process.stderr.write(`  ended  ${job.name}: ${text(job, ending)}\n`),
  })
  interruption.release()
  interruption.throwIfAsked()
}

function text(job: Parameters<typeof endingText>[0], ending: Ending): string {
  if (ending.status === 'returned') return 'handed back to the queue'
  if (ending.status === 'lost') return 'another worker has taken it over'
  return endingText(job, ending)
}
