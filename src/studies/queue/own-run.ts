/** Whether what travelled is the run of a job: Redis is trusted for results, so a mix-up must not pass for one. */
import { CHECKPOINT_FILE, CONFIG_FILE, METRICS_FILE, RESULT_FILE } from '../../runs/files/index.ts'
import { resolveConfig } from '../../training/config.ts'
import type { Job, Outcome } from '../job.ts'
import { differences } from '../results/groups.ts'
import type { RunContents } from './run-archive.ts'

/** What a run that didn't fail has. */
const WHOLE = [CONFIG_FILE, METRICS_FILE, CHECKPOINT_FILE, RESULT_FILE]

/**
 * @throws Error of one line for files of a run with other settings, and for an outcome without its files.
 */
export function requireOwnRun(
  contents: RunContents,
  { config }: Pick<Job, 'config'>,
  outcome?: Outcome,
): void {
  const file = contents.get(CONFIG_FILE)
  if (file) {
    const settings = settingsIn(file)
    const seeds = { path: 'seed', a: String(settings.seed), b: String(config.seed) }
    const [difference] = [...differences(settings, config), ...(seeds.a === seeds.b ? [] : [seeds])]
    if (difference)
      throw new Error(
        `the files in Redis are of a run with ${difference.path}=${difference.a}; this one has ${difference.b}`,
      )
  }
  if (outcome === undefined || outcome.status === 'failed') return
  const missing = WHOLE.find((name) => !contents.has(name))
  if (missing !== undefined) throw new Error(`the run came back from Redis without its ${missing}`)
}

function settingsIn(file: Buffer) {
  try {
    return resolveConfig((JSON.parse(String(file)) as { config?: unknown } | null)?.config)
  } catch (error) {
    throw new Error(`${CONFIG_FILE} of a run in Redis can't be read: ${(error as Error).message}`)
  }
}
