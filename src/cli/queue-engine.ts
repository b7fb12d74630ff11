/** The workers of a Redis, as the place where a study is run. */
import { plural } from '../studies/format.ts'
import { version } from '../training/version.ts'
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
      return runQueue(source, {
        url,
        out,
        signal,
        listeners: progress,
        onWorkers: (count, others) => progress.note(workersText(where, count, others)),
        onProblem: (problem) => progress.note(problem),
        onConnection: (up) => progress.note(connectionText(up)),
        onRefused: (reason) => progress.note(refusalText(reason)),
      })
    },
  }
}

export const connectionText = (up: boolean) =>
  up ? 'Redis is back' : 'Redis is gone; waiting for it to come back'

export const refusalText = (reason: string | undefined) =>
  reason === undefined ? 'Redis takes results again' : `Redis takes nothing more: ${reason}; waiting`

function workersText(where: string, count: number, otherVersions: readonly string[]): string {
  if (count > 0) return `${plural(count, 'worker')} connected`
  const start = `start some: formscale worker --redis ${where}`
  if (otherVersions.length === 0) return `no worker is connected; ${start}`
  return `no worker of this version, ${version}, is connected, only of ${otherVersions.join(', ')}; ${start}`
}
