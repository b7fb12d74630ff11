/** The workers of a Redis, as the place where a study is run. */
import { plural } from '../studies/format.ts'
import { runQueue } from '../studies/queue/engine.ts'
import { publicUrl } from '../studies/queue/redis.ts'
import type { Engine } from './run-study.ts'

/** @throws Error of one line, without the password, for a URL that is none. */
export function queueEngine(url: string, out: string): Engine {
  const where = publicUrl(url)
  return {
    about: `on the workers of ${where}`,
    flags: ` --redis ${where}`,
    run: (agenda, progress, signal) => {
      const onWorkers = (count: number) =>
        progress.note(
          count === 0
            ? `no worker is connected; start some: formscale worker --redis ${where}`
            : `${plural(count, 'worker')} connected`,
        )
      return runQueue(agenda, { url, out, signal, listeners: progress, onWorkers })
    },
  }
}
