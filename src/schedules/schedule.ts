/** What a schedule is, and the value of a number at a step. */

/** What is left of the way from the one end to the other, of 1, after a share p of it in steps. */
const left = {
  linear: (p: number) => 1 - p,
  cosine: (p: number) => 0.5 * (1 + Math.cos(Math.PI * p)),
  exponential: (p: number) => 1 - p,
  steps: (p: number, count: number) => 1 - Math.floor(count * p) / count,
} as const

/**
 * `linear`: along a line; `cosine`: along half a cosine; `exponential`: by the same factor with every step; `steps`: down or
 * up a staircase of `count` equal steps, the last one at the end.
 */
export type ScheduleKind = keyof typeof left

export const scheduleKinds = Object.keys(left) as readonly ScheduleKind[]

/** A number that goes from one value to another while a run is trained, and stays there. */
export interface Schedule {
  /** The value at the first step. */
  readonly from: number
  /** The value in the end. */
  readonly to: number
  /** How it goes from the one to the other. */
  readonly kind: ScheduleKind
  /** Environment steps since the beginning of the run, after which it is `to`; below 1: a share of the run's `totalSteps`; left out: all of them. */
  readonly until?: number
  /** Steps of the staircase of kind `steps`; left out: {@link DEFAULT_COUNT}. */
  readonly count?: number
}

const DEFAULT_COUNT = 10

/** Whether a value that has been read is a schedule. */
export const isSchedule = (value: unknown): value is Schedule =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value

/**
 * The value of a number at an absolute step.
 *
 * @param step environment steps since the beginning of the run, over all its resumptions.
 * @param total those of the whole run, which is where schedules end that don't say so themselves.
 */
export function valueAtStep(value: number | Schedule, step: number, total: number): number {
  if (typeof value === 'number') return value
  const { from, to, kind, until = total, count = DEFAULT_COUNT } = value
  const progress = step / (until < 1 ? until * total : until)
  if (progress >= 1) return to
  const share = left[kind](progress, count)
  const between = kind === 'exponential' ? from * (to / from) ** (1 - share) : from * share + to * (1 - share)
  // Not even by rounding does it leave what its ends allow.
  return Math.min(Math.max(from, to), Math.max(Math.min(from, to), between))
}

/** As it is written in a few characters: `0.1..0`, `1..0.05,cosine,200000`, `3..1,steps:4`. */
export function scheduleText({ from, to, kind, until, count }: Schedule): string {
  const shape = count === undefined ? kind : `${kind}:${count}`
  return [
    `${from}..${to}`,
    ...(kind === 'linear' ? [] : [shape]),
    ...(until === undefined ? [] : [until]),
  ].join(',')
}
