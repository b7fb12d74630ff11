/** Updates whose numbers follow schedules, and what they are at a step. */
import { atStep, type Scheduled, schedulesIn, scheduleText } from '../schedules/index.ts'
import { formOf } from './form.ts'
import type { ScheduledUpdate, Update } from './spec.ts'

/** The update as it is at an absolute step of `total`; itself where nothing in it follows a schedule. */
export function updateAtStep(update: ScheduledUpdate, step: number, total: number): Update {
  const now = atStep(update, step, total) as Update
  return now === update || typeof now.form !== 'number' ? now : { ...now, form: formOf(now.form) }
}

/**
 * `value`, of whose numbers none may follow a schedule.
 *
 * @param where it stands, for errors.
 * @throws RangeError that names the number that does.
 */
export function withoutSchedules<T>(where: string, value: Scheduled<T>): T {
  const [first] = schedulesIn(value)
  if (first === undefined) return value as T
  const [path, schedule] = first
  throw new RangeError(
    `${where}.${path} is ${scheduleText(schedule)}; it must be a number here: schedules are for the update of a run`,
  )
}
