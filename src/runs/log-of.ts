import { Decisions, readLog } from '../decisions/index.ts'
import type { Fields } from '../settings/paths.ts'
import type { ConfigInput } from '../training/config.ts'
import { layBeneath, settingsForLog } from '../training/index.ts'
import { Trajectories } from '../trajectories/index.ts'
import type { Start } from './start-from.ts'

/** Whether data is collected, as the setting of that name says, and not given. */
export const isCollected = (data: unknown): data is ConfigInput['data'] =>
  data === undefined || data === 'fresh' || data === 'log'

/** What the settings call trajectories that are no file. */
export const AS_GIVEN = 'as given'

/**
 * What the setting `trajectories` is where a run that plays an environment is given data: their file, or {@link AS_GIVEN};
 * undefined for data of another kind.
 */
export function trajectoriesIn(data: unknown, plays: boolean): string | undefined {
  if (data instanceof Trajectories) {
    if (plays) return AS_GIVEN
    throw new Error('data is trajectories, whose actions mean nothing without an environment: give env too')
  }
  return plays && typeof data === 'string' && !isCollected(data) ? data : undefined
}

/**
 * The log that a run is to learn from, if it is given one; a file is read by the setting `log`, and by the columns of the policy
 * that the run starts from.
 *
 * @throws Error of one line for a log that can't be read, and for what is none.
 */
export async function logOf(
  data: unknown,
  columns: ConfigInput['log'],
  start: Start | undefined,
): Promise<Decisions | undefined> {
  if (isCollected(data)) return undefined
  if (data instanceof Decisions) return data
  if (typeof data !== 'string')
    throw new Error(`data is ${String(data)}; it must be a file of logged decisions, or what readLog gives`)
  const { features } = start?.policy.spec ?? {}
  return readLog(data, { ...columns, ...(features && { features }) })
}

/** The settings of a run that learns from this log: what it was given, over what suits the log. */
export const settingsOver = <S extends Fields>(decisions: Decisions, given: S) => ({
  ...layBeneath(settingsForLog(decisions.rows), given),
  data: 'log' as const,
  log: decisions.columns,
})
