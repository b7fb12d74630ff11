import { existsSync } from 'node:fs'
import { type RunHooks, Threads } from '../../studies/engine/threads.ts'
import { recordFailure } from '../../studies/folder/failure.ts'
import type { Job } from '../../studies/job.ts'
import type { Config, Result } from '../../training/index.ts'

/**
 * Trains, or goes on with, the run in `folder` in a thread of its own. Code of a user's may never come back from a step, or
 * call process.exit: there it holds up neither Ctrl-C nor this process.
 *
 * @throws Error with what the run failed of.
 */
export async function trainInThread(
  config: Config,
  folder: string,
  hooks: RunHooks,
  beside: Pick<Job, 'begin' | 'goOn'>,
): Promise<{ readonly result: Result }> {
  const threads = new Threads()
  const job = { name: config.update.name, member: config.update.name, folder, config, priority: 0, ...beside }
  const outcome = await threads.run(job, hooks)
  await threads.close()
  if (outcome.status !== 'failed') return outcome
  // One that left cleanly has taken its folder back.
  if (existsSync(folder)) await recordFailure(job, outcome)
  const error = new Error(outcome.message)
  error.stack = outcome.stack
  throw error
}
