/** Numbers that change while a run is trained. Pure functions; imports nothing. */
export { type AtStep, atStep, type Scheduled, schedulesIn } from './nested.ts'
export { looksLikeSchedule, readSchedule, ScheduleError, type ScheduleInput } from './read.ts'
export { isSchedule, type Schedule, type ScheduleKind, scheduleText, valueAtStep } from './schedule.ts'
