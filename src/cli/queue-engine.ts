/** The workers of a Redis, as the place where a study is run. */
import { plural } from '../studies/format.ts'
import type { Engine } from './run-study.ts'

/** @throws Error of one line, without the password, if no Redis is there. */
export async function queueEngine(url: string, out: string): Promise<Engine> {
  // The drivers of queue and Redis take a while to load, and most studies need neither.
  const { runQueue } = await import('../studies/queue/engine.ts')
  const { publicUrl, requireRedis } = await import('../studies/queue/redis.ts')
  await requireRedis(url)
  const where = publicUrl(url)
  return {
    about: `on the workers of ${where}`,
    flags: ` --redis ${where}`,
    run: (source, progress, signal) => {
      const onWorkers = (count: number) =>
        progress.note(
          count === 0
            ? `no worker is connected; start some: formscale worker --redis ${where}`
            : `${plural(count, 'worker')} connected`,
        )
      const onConnection = (up: boolean) => progress.note(connectionText(up))
      return runQueue(source, { url, out, signal, listeners: progress, onWorkers, onConnection })
    },
  }
}

export const connectionText = (up: boolean) =>
  up ? 'Redis is back' : 'Redis is gone; waiting for it to come back'
