/** Schedules as users write them: objects, or a short text. */
import { type Schedule, type ScheduleKind, scheduleKinds } from './schedule.ts'

/** A schedule as it may be written: an object whose `kind` is `linear` where it is left out, or `0.1..0,cosine,200000`. */
export type ScheduleInput =
  | (Omit<Schedule, 'kind'> & { readonly kind?: ScheduleKind | undefined })
  | `${number}..${string}`

/** What is wrong with a schedule. The message follows the name of the number and the way below it: `is 0; it must be …`. */
export class ScheduleError extends RangeError {
  /** Below the number: `['until']`. */
  readonly path: readonly string[]

  constructor(path: readonly string[], message: string) {
    super(message)
    this.path = path
  }
}

/** Whether something is meant as a schedule: it has an end, or two dots. */
export const looksLikeSchedule = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.includes('..')
    : typeof value === 'object' && value !== null && ('from' in value || 'to' in value)

/**
 * Completes and checks what {@link looksLikeSchedule}; the ends are numbers, whose range is for others to check.
 *
 * @throws ScheduleError for the first thing that is wrong.
 */
export function readSchedule(given: unknown): Schedule {
  const fields = typeof given === 'string' ? fieldsIn(given) : (given as Readonly<Record<string, unknown>>)
  const stranger = Object.keys(fields).find((key) => !KEYS.includes(key))
  if (stranger !== undefined)
    throw new ScheduleError([stranger], `is unknown; a schedule has ${KEYS.join(', ')}`)
  const [from, to] = (['from', 'to'] as const).map((end) => numberIn(fields, end))
  const { kind = 'linear', until, count } = fields
  if (!scheduleKinds.includes(kind as ScheduleKind))
    throw new ScheduleError(['kind'], `is ${show(kind)}; it must be one of ${scheduleKinds.join(', ')}`)
  if (kind === 'exponential' && !(from * to > 0))
    throw new ScheduleError(
      ['kind'],
      `is exponential, from ${from} to ${to}: by factors nothing reaches or crosses 0; take linear or cosine, or another end`,
    )
  if (until !== undefined && until !== null && !isEnd(until))
    throw new ScheduleError(
      ['until'],
      `is ${show(until)}; it must be a whole number of steps, at least 1, or a share of the run between 0 and 1`,
    )
  if (count !== undefined && !isCount(count))
    throw new ScheduleError(['count'], `is ${show(count)}; it must be a whole number, at least 1`)
  if (count !== undefined && kind !== 'steps')
    throw new ScheduleError(['count'], `is ${count}; it is for kind steps, and this one is ${kind}`)
  return {
    from,
    to,
    kind: kind as ScheduleKind,
    ...(isEnd(until) && { until }),
    ...(isCount(count) && { count }),
  }
}

const KEYS: readonly string[] = ['from', 'to', 'kind', 'until', 'count']

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1

const isEnd = (value: unknown): value is number =>
  isCount(value) || (typeof value === 'number' && value > 0 && value < 1)

function numberIn(fields: Readonly<Record<string, unknown>>, end: 'from' | 'to'): number {
  const value = fields[end]
  if (typeof value === 'number' && Number.isFinite(value)) return value + 0 // −0 is 0
  throw new ScheduleError([end], `is ${show(value)}; it must be a finite number`)
}

/** `0.1..0,steps:4,200000` in fields. */
function fieldsIn(text: string): Readonly<Record<string, unknown>> {
  const [ends, ...rest] = text.split(',').map((part) => part.trim())
  const numbers = ends.split('..').map((end) => (end.trim() === '' ? Number.NaN : Number(end)))
  const [until, ...more] = rest.filter(isNumeric)
  const [shape, ...others] = rest.filter((part) => !isNumeric(part))
  if (numbers.length !== 2 || numbers.some(Number.isNaN) || more.length > 0 || others.length > 0)
    throw new ScheduleError(
      [],
      `is ${show(text)}; write a schedule as FROM..TO, perhaps with a kind and the step of its end: 0.1..0,cosine,200000`,
    )
  const [kind, count] = shape?.split(':') ?? []
  return {
    from: numbers[0],
    to: numbers[1],
    ...(kind !== undefined && { kind }),
    ...(until !== undefined && { until: Number(until) }),
    ...(count !== undefined && { count: Number(count) }),
  }
}

const isNumeric = (text: string) => text !== '' && !Number.isNaN(Number(text))

function show(value: unknown): string {
  if (value === undefined) return 'missing'
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}
