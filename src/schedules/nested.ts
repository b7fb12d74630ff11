/** Settings and points whose numbers may be schedules. */
import { isSchedule, type Schedule, valueAtStep } from './schedule.ts'

/** `T`, in which a schedule (or what `S` is) may stand for every number; lists are taken as they are. */
export type Scheduled<T, S = Schedule> = T extends number
  ? T | S
  : T extends readonly unknown[]
    ? T
    : T extends object
      ? { readonly [K in keyof T]: Scheduled<T[K], S> }
      : T

/** `T` at one step: a number for every schedule. */
export type AtStep<T> = T extends Schedule
  ? number
  : T extends readonly unknown[]
    ? T
    : T extends object
      ? { readonly [K in keyof T]: AtStep<T[K]> }
      : T

/** The value at an absolute step of everything in `value`; `value` itself where no schedule is in it. */
export function atStep<T>(value: T, step: number, total: number): AtStep<T> {
  if (isSchedule(value)) return valueAtStep(value, step, total) as AtStep<T>
  if (!isGroup(value)) return value as AtStep<T>
  let now: Record<string, unknown> | undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = atStep(inner, step, total)
    if (found === inner) continue
    now ??= { ...(value as Record<string, unknown>) }
    now[key] = found
  }
  return (now ?? value) as AtStep<T>
}

/** Every schedule in `value`, by its dotted path. */
export function schedulesIn(value: unknown, prefix = ''): (readonly [path: string, schedule: Schedule])[] {
  if (!isGroup(value)) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    isSchedule(inner) ? [[prefix + key, inner] as const] : schedulesIn(inner, `${prefix}${key}.`),
  )
}

const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
