/** Settings that are numbers and may follow a schedule. */
import { z } from 'zod'
import {
  looksLikeSchedule,
  readSchedule,
  type Schedule,
  ScheduleError,
  type ScheduleInput,
} from '../schedules/index.ts'
import { wanted } from '../settings/issue.ts'

/** A number of this schema, or a schedule both of whose ends are. */
export function scheduled(number: z.ZodNumber): z.ZodType<number | Schedule, number | ScheduleInput> {
  return z
    .unknown()
    .meta({ scheduled: true })
    .transform((given, context): number | Schedule => {
      if (looksLikeSchedule(given)) return read(given, number, context)
      const { data, error } = number.safeParse(given)
      for (const issue of error?.issues ?? []) context.issues.push({ ...issue, input: given } as never)
      return data ?? z.NEVER
    }) as unknown as z.ZodType<number | Schedule, number | ScheduleInput>
}

function read(given: unknown, number: z.ZodNumber, context: z.core.$RefinementCtx): Schedule {
  try {
    const schedule = readSchedule(given)
    for (const end of ['from', 'to'] as const) {
      const { error } = number.safeParse(schedule[end])
      if (error) throw new ScheduleError([end], `is ${schedule[end]}; it must be ${wanted(error.issues[0])}`)
    }
    return schedule
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error
    const { path, message } = error
    context.addIssue({ code: 'custom', path: [...path], message, params: { followsName: true } })
    return z.NEVER
  }
}
