import { availableParallelism } from 'node:os'
import { type Ending, serve } from '../../studies/queue/queue-worker.ts'
import { publicUrl } from '../../studies/queue/redis.ts'
import { listenForInterrupt } from '../interrupt.ts'
import { endingText } from '../progress/ending-text.ts'
import { connectionText, refusalText } from '../queue-engine.ts'
import { redisUrl } from '../redis-option.ts'
import { say } from '../say.ts'

export interface WorkerFlags {
  readonly redis: string | true
  readonly concurrency?: number
  readonly patience: number
  readonly allowEnv?: readonly string[]
  readonly allowUpdate?: readonly string[]
}

export async function workerAction(flags: WorkerFlags): Promise<void> {
  const { redis, concurrency, patience, allowEnv = [], allowUpdate = [] } = flags
  const url = redisUrl(redis, 'worker')
  const interruption = listenForInterrupt(() =>
    say('handing back the runs in progress; Ctrl-C again to exit at once'),
  )
  const runs = concurrency ?? availableParallelism()
  await serve({
    url,
    concurrency: runs,
    patience,
    allowed: { environments: allowEnv, updates: allowUpdate },
    signal: interruption.signal,
    onReady: () => say(`${publicUrl(url)}: waiting for runs, ${runs} at a time`),
    onConnection: (up) => say(connectionText(up)),
    onRefused: (reason) => say(refusalText(reason)),
    onProblem: say,
    onStart: (job, resumed) => say(`  begun  ${job.name}${resumed ? ', from its checkpoint' : ''}`),
    onEnd: (job, ending) => say(`  ended  ${job.name}: ${text(job, ending)}`),
  })
  interruption.release()
  interruption.throwIfAsked()
}

function text(job: Parameters<typeof endingText>[0], ending: Ending): string {
  if (ending.status === 'returned') return 'handed back to the queue'
  if (ending.status === 'lost') return ending.reason
  return endingText(job, ending)
}
