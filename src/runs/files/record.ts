import type { Config, Result } from '../../training/index.ts'
import type { Versions } from './contents.ts'
import type { Rows } from './held-rows.ts'

/** What the folder of a run says. */
export interface RunRecord {
  readonly folder: string
  readonly config: Config
  readonly versions: Versions
  readonly metrics: Rows
  /** null: still running, or killed. */
  readonly result: Result | null
}

/** Whether the run did all its steps. */
export const isFinished = (run: RunRecord) => run.result?.status === 'finished'

/** Whether it ended before its last step on purpose: a search or a person stopped it. It may go on later. */
export const isStopped = (run: RunRecord) => run.result !== null && !isFinished(run)

/** Environment steps done. */
export const stepsOf = ({ result, metrics }: RunRecord) => result?.steps ?? metrics.at(-1)?.step ?? 0
