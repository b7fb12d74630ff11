/** The structure of a study file. Settings and points are checked by the library's own schemas, once they are put together. */
import { z } from 'zod'
import type { SettingError } from '../../settings/issue.ts'
import { MAX_SEED, MAX_STEPS } from '../../settings/limits.ts'
import { settingsInOurSpelling } from '../../training/index.ts'
import { looksLikeRange, type Range } from '../ranges.ts'
import type { Axis } from '../search/draw.ts'
import { METRICS } from '../search/metric.ts'

/** More values than this along one axis are a mistake. */
const MAX_POINTS = 1000

const seed = z.int().min(0).max(MAX_SEED)

/** Some of the settings of a run, nested or by dotted path. */
const settings = z.record(z.string(), z.unknown()).transform(inOurSpelling).default({})

function inOurSpelling<T>(fields: Readonly<Record<string, T>>, context: z.RefinementCtx) {
  try {
    return settingsInOurSpelling(fields) as Readonly<Record<string, T>>
  } catch (error) {
    const { message, path } = error as SettingError
    context.addIssue({ code: 'custom', message, path: [...path] })
    return z.NEVER
  }
}

const budget = z.strictObject({ totalSteps: z.int().min(1).max(MAX_STEPS) })

/** `CartPole-v1`, or the same with settings of its own. */
const environment = z.preprocess(
  (given) => (typeof given === 'string' ? { id: given } : given),
  z.strictObject({ id: z.string().min(1), budget: budget.optional(), settings }),
)

const range = z
  .strictObject({
    from: z.number(),
    to: z.number(),
    log: z.boolean().default(false),
    integer: z.boolean().default(false),
    points: z.int().min(2).max(MAX_POINTS).optional(),
  })
  .superRefine(({ from, to, log, integer }, context) => {
    const complain = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message })
    }
    if (from >= to) complain('to', `to is ${to}; it must be larger than from, ${from}`)
    if (log && from <= 0) complain('from', `from is ${from}; a range with log: true needs from > 0`)
    if (integer && !(Number.isInteger(from) && Number.isInteger(to)))
      complain('integer', `a range with integer: true needs whole numbers, not ${from} to ${to}`)
  })

/** The values along one axis of a grid: a list, or a range with `points`. */
const axis = z
  .unknown()
  .transform((given, context) => {
    const parsed = (looksLikeRange(given) ? range : z.array(z.unknown()).min(1).max(MAX_POINTS)).safeParse(
      given,
    )
    if (!parsed.success) {
      context.issues.push(...parsed.error.issues.map((issue) => ({ ...issue, input: given }) as never))
      return z.NEVER
    }
    if (Array.isArray(parsed.data)) return parsed.data
    const { points } = parsed.data
    if (points !== undefined) return { ...parsed.data, points }
    context.addIssue({
      code: 'custom',
      message: 'a range in a grid needs points: how many values to take, such as points: 5',
    })
    return z.NEVER
  })
  .meta({ keys: Object.keys(range.shape) })

/** A point: a member of the catalogue with changes, or all of its fields. */
const point = {
  base: z.string().optional(),
  about: z.string().optional(),
  form: z.unknown().optional(),
  reference: z.unknown().optional(),
  baseline: z.unknown().optional(),
  temperature: z.unknown().optional(),
  scale: z.record(z.string(), z.unknown()).optional(),
  settings,
}

/** `ppo`, or a point, and perhaps a grid around it. */
const update = z.preprocess(
  (given) => (typeof given === 'string' ? { base: given } : given),
  z.strictObject({
    ...point,
    name: z.string().min(1).max(100).optional(),
    grid: z.record(z.string(), axis).transform(inOurSpelling).optional(),
  }),
)

/** `5` (1 to 5), a list, or where to start and how many. */
const seeds = z.unknown().transform((given, context): number[] => {
  const listed = typeof given === 'number' ? { first: 1, count: given } : given
  const schema = Array.isArray(listed)
    ? z.array(seed).min(1)
    : z.strictObject({ first: seed.default(1), count: z.int().min(1).max(10_000) })
  const parsed = schema.safeParse(listed)
  if (!parsed.success) {
    context.addIssue({
      code: 'custom',
      message: `seeds is ${show(given)}; write how many (5), a list ([1, 2, 3]), or {first: 11, count: 10}`,
    })
    return z.NEVER
  }
  const { data } = parsed
  const all = Array.isArray(data) ? data : Array.from({ length: data.count }, (_, i) => data.first + i)
  if (new Set(all).size < all.length)
    context.addIssue({ code: 'custom', message: `seeds is ${show(given)}; a seed is listed twice` })
  return all
})

/** The values along one axis of a search: a list, in whose values ranges may stand for numbers, or a range. */
const searchAxis = z
  .unknown()
  .transform((given, context): Axis => {
    const ranges = findRanges(given)
    for (const { path, value } of ranges) {
      const { error } = range.safeParse(value)
      for (const issue of error?.issues ?? [])
        context.issues.push({ ...issue, path: [...path, ...issue.path], input: given } as never)
    }
    if (looksLikeRange(given)) return given as unknown as Range
    if (Array.isArray(given) && given.length > 0 && given.length <= MAX_POINTS) return given
    context.addIssue({
      code: 'custom',
      message: `an axis is ${show(given)}; write a list of values, or {from, to}`,
    })
    return z.NEVER
  })
  .meta({ keys: Object.keys(range.shape) })

/** The ranges in a value of an axis, each with the way to it. */
function findRanges(
  value: unknown,
  path: (string | number)[] = [],
): { path: (string | number)[]; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return []
  if (looksLikeRange(value)) return [{ path, value }]
  return Object.entries(value).flatMap(([key, inner]) =>
    findRanges(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

const search = z
  .strictObject({
    method: z.enum(['grid', 'random', 'asha']),
    metric: z.enum(METRICS),
    seeds,
    trials: z.int().min(1).max(MAX_POINTS).optional(),
    /** Of the draws. */
    seed: seed.default(1),
    /** asha: how many times the budget grows from rung to rung, and how many rungs there are. */
    reduction: z.int().min(2).max(100).optional(),
    rungs: z.int().min(2).max(10).optional(),
    spaces: z.record(
      z.string().min(1).max(100),
      z.strictObject({ ...point, space: z.record(z.string(), searchAxis).transform(inOurSpelling) }),
    ),
  })
  .superRefine(({ method, trials, reduction, rungs, spaces }, context) => {
    const complain = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message })
    }
    if (method === 'grid' && trials !== undefined)
      complain('trials', 'a grid has as many trials as points; leave out trials')
    if (method !== 'grid' && trials === undefined)
      complain('trials', `search.trials is missing: how many points ${method} tries in each space`)
    if (method !== 'asha' && reduction !== undefined) complain('reduction', 'reduction is for method: asha')
    if (method !== 'asha' && rungs !== undefined) complain('rungs', 'rungs is for method: asha')
    if (Object.keys(spaces).length === 0)
      complain('spaces', 'search.spaces is empty; name at least one space')
  })

export const studySchema = z.strictObject({
  /** Another study file, beneath this one; it is resolved before (extends.ts). */
  extends: z.string().optional(),
  about: z.string().optional(),
  environments: z.array(environment).min(1),
  updates: z.array(update).default([]),
  seeds,
  budget,
  settings,
  search: search.optional(),
})

export type StudyText = z.output<typeof studySchema>
export type UpdateText = StudyText['updates'][number]
export type PointText = Omit<UpdateText, 'grid'>
export type SearchText = NonNullable<StudyText['search']>

const show = (value: unknown) => JSON.stringify(value) ?? String(value)
