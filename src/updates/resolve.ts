/** Completes and checks points of the family that come from users: configs, files, sliders. */
import { printable } from '../printable.ts'
import {
  looksLikeSchedule,
  readSchedule,
  type Schedule,
  type Scheduled,
  ScheduleError,
} from '../schedules/index.ts'
import { type Form, formOf, forms } from './form.ts'
import { parameters, temperature as temperatureParameter } from './parameters.ts'
import { isPerSign, type Parameter, type Parameters, type PerSign, signs } from './part.ts'
import { type Robust, robusts } from './robust/index.ts'
import { withoutSchedules } from './scheduled.ts'
import {
  type Baseline,
  baselines,
  type CodeScale,
  type FormulaScale,
  isCodeScale,
  isFormulaScale,
  plainScale,
  type Reference,
  references,
  type ScaleParams,
  type ScheduledUpdate,
  type UpdateInput,
  type UpdateSpec,
} from './spec.ts'
import { type Trust, trusts } from './trust/index.ts'

/**
 * Completes and checks a point of the scaling family. In JSON, where Infinity has no spelling,
 * `cap: null` means none. Of `{ up, down }`, a side that is left out is as if the parameter were.
 *
 * @throws RangeError that names the parameter, its value and its range.
 */
export const resolveScale = (params: Partial<ScaleParams>): ScaleParams =>
  withoutSchedules<ScaleParams>('scale', completeScale(params, 'scale'))

/** @param where it stands, for errors: `scale`, or `update.scale` in an update. */
function completeScale(params: object, where: string): Scheduled<ScaleParams> {
  rejectUnknown(where, params, Object.keys(plainScale))
  const given: ScaleParams = { ...plainScale, ...params }
  return {
    ...resolveNumbers(where, parameters, given),
    trust: resolvePart<Trust>(`${where}.trust`, trusts, given.trust),
    robust: resolvePart<Robust>(`${where}.robust`, robusts, given.robust),
  } as Scheduled<ScaleParams>
}

const scaleOfUpdate = (params: object) => completeScale(params, 'update.scale')

/**
 * Completes and checks a member: `form` and `reference` are required, the rest has defaults.
 *
 * @throws RangeError that names the field, its value and what it may be.
 */
export const resolveUpdate = (spec: PointInput): UpdateSpec =>
  withoutSchedules<UpdateSpec>('update', complete(spec, scaleOfUpdate))

interface PointInput extends Omit<UpdateInput, 'scale'> {
  readonly scale?: Partial<ScaleParams>
}

/**
 * Completes and checks a member or an update with an f of its own. A function is kept by the update's name; whether a
 * formula can be read is for `formulaScale`.
 *
 * @throws RangeError that names the field, its value and what it may be.
 */
export const resolveAnyUpdate = (spec: UpdateInput): ScheduledUpdate =>
  complete(spec, (scale, name) => {
    if (typeof scale === 'function') return { own: name }
    if (isCodeScale(scale)) return resolveCode(scale, name)
    return isFormulaScale(scale) ? resolveFormula(scale, name) : scaleOfUpdate(scale)
  }) as ScheduledUpdate

function resolveCode(scale: CodeScale, name: string): CodeScale {
  rejectCoordinates(scale, ['own'], name)
  return { own: text('update.scale.own', scale.own) }
}

/** Longer ones are no formulas. */
const MAX_FORMULA = 400
const MAX_NUMBERS = 12
const MAX_NUMBER = 1e6

function resolveFormula(
  scale: Pick<FormulaScale, 'formula'> & { readonly numbers?: unknown },
  name: string,
): Scheduled<FormulaScale> {
  rejectCoordinates(scale, ['formula', 'numbers'], name)
  const formula = text('update.scale.formula', scale.formula).trim()
  if (formula.length > MAX_FORMULA)
    throw new RangeError(
      `update.scale.formula has ${formula.length} characters; it may have at most ${MAX_FORMULA}`,
    )
  const numbers = scale.numbers ?? {}
  if (typeof numbers !== 'object' || numbers === null || Array.isArray(numbers))
    throw new RangeError(`update.scale.numbers is ${show(numbers)}; it must be an object such as { k: 0.5 }`)
  const entries = Object.entries(numbers).map(numberOfFormula)
  if (entries.length > MAX_NUMBERS)
    throw new RangeError(`update.scale.numbers has ${entries.length} numbers; it may have ${MAX_NUMBERS}`)
  return { formula, numbers: Object.fromEntries(entries) }
}

function numberOfFormula([name, value]: [string, unknown]): [string, number | Schedule] {
  if (!/^\p{L}[\p{L}\p{N}_]{0,15}$/u.test(name))
    throw new RangeError(
      `update.scale.numbers.${name} is no name for a number; one has up to 16 letters and digits, a letter first`,
    )
  return [name, numberIn(`update.scale.numbers.${name}`, value, { low: -MAX_NUMBER, high: MAX_NUMBER })]
}

function rejectCoordinates(scale: object, known: readonly string[], name: string): void {
  const coordinate = Object.keys(scale).find((key) => !known.includes(key))
  if (coordinate !== undefined)
    throw new RangeError(
      `update.scale.${coordinate} is a coordinate of the family; update '${name}' has an f of its own, which has none`,
    )
}

/** @param resolve completes the scale, of the update of this name. */
function complete<G, S>(
  spec: Omit<UpdateInput, 'scale'> & { readonly scale?: G | undefined },
  resolve: (scale: G, name: string) => S,
): Scheduled<Omit<UpdateSpec, 'scale'>> & { readonly scale: S } {
  rejectUnknown('update', spec, ['name', 'form', 'reference', 'baseline', 'temperature', 'scale', 'about'])
  const { name = 'custom', temperature = 1, scale = {} as G, about = '' } = spec
  const reference = oneOf<Reference>('update.reference', spec.reference, references)
  return {
    name: text('update.name', name),
    form: resolveForm(spec.form),
    reference,
    baseline: resolveBaseline(spec.baseline, reference),
    temperature: numberIn('update.temperature', temperature, temperatureParameter),
    scale: resolve(scale, name),
    about: text('update.about', about),
  }
}

/** What 0.1.0 called them: points in files and links are read as they were written. */
const oldBaselines = new Map<unknown, Baseline>([
  ['partition', 'logsumexp'],
  ['normaliser', 'log-mean-exp'],
])

function resolveBaseline(given: unknown = 'none', reference: Reference): Baseline {
  const baseline = oneOf<Baseline>('update.baseline', oldBaselines.get(given) ?? given, baselines)
  if (baseline === 'logsumexp' && reference === 'logprob')
    throw new RangeError(
      `update.baseline '${given}' is the tied critic's; it needs update.reference 'output'`,
    )
  if (baseline === 'log-mean-exp' && reference === 'output')
    throw new RangeError(`update.baseline '${given}' is of advantages; it needs update.reference 'logprob'`)
  return baseline
}

function resolveForm(form: unknown): Form | Schedule {
  if (looksLikeSchedule(form)) return scheduleIn('update.form', form, { low: 0, high: 1 })
  if (forms.includes(form as 'value' | 'policy')) return form as Form
  if (typeof form === 'number' && form >= 0 && form <= 1) return formOf(form)
  throw new RangeError(
    `update.form is ${show(form)}; it must be ${forms.join(', ')} or a number in [0, 1] from the one to the other`,
  )
}

/** A choice of `parts` with its numbers; those that say what leaving them out says are left out. */
function resolvePart<T extends { readonly kind: string }>(
  name: string,
  parts: Readonly<Record<T['kind'], { readonly parameters: Parameters }>>,
  given: T,
): T {
  const kinds = Object.keys(parts) as T['kind'][]
  const kind = kinds.find((one) => one === given?.kind)
  if (kind === undefined)
    throw new RangeError(`${name} is ${show(given)}; its kind must be ${alternatives(kinds)}`)
  const { parameters } = parts[kind]
  rejectUnknown(name, given, ['kind', ...Object.keys(parameters)])
  const numbers = Object.entries(resolveNumbers(name, parameters, given))
  return {
    kind,
    ...Object.fromEntries(numbers.filter(([key, value]) => value !== parameters[key].absent)),
  } as T
}

function resolveNumbers(
  where: string,
  parameters: Parameters,
  given: object,
): Record<string, Scheduled<PerSign>> {
  const values = given as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(parameters).map(([key, parameter]) => [
      key,
      resolveNumber(`${where}.${key}`, values[key], parameter),
    ]),
  )
}

/** A number, or one for each sign; equal ones are one. */
function resolveNumber(name: string, value: unknown, parameter: Parameter): Scheduled<PerSign> {
  if (looksLikeSchedule(value)) return scheduleIn(name, value, parameter)
  if (!parameter.perSign) return plainNumberIn(name, value, parameter)
  if (!isPerSign(value)) return plainNumberIn(name, value, parameter, ', or one each for up and down')
  rejectUnknown(name, value, signs)
  const [up, down] = signs.map((sign) => numberIn(`${name}.${sign}`, value[sign], parameter))
  return up === down ? up : { up, down }
}

type Bounds = Pick<Parameter, 'low' | 'high' | 'absent'>

const numberIn = (name: string, given: unknown, bounds: Bounds): number | Schedule =>
  looksLikeSchedule(given) ? scheduleIn(name, given, bounds) : plainNumberIn(name, given, bounds)

/** A schedule both of whose ends are in bounds, and so all between. */
function scheduleIn(name: string, given: unknown, { low, high }: Bounds): Schedule {
  try {
    const schedule = readSchedule(given)
    for (const end of ['from', 'to'] as const) plainNumberIn(`${name}.${end}`, schedule[end], { low, high })
    return schedule
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error
    throw new RangeError(`${[name, ...error.path].join('.')} ${error.message}`)
  }
}

/** @param or what else it might have been. */
function plainNumberIn(name: string, given: unknown, { low, high, absent }: Bounds, or = ''): number {
  const missing = given === undefined || (given === null && high === Number.POSITIVE_INFINITY)
  const value = missing ? (absent ?? given) : given
  if (typeof value === 'number' && (value === absent || (value >= low && value <= high))) return value + 0 // −0 is 0
  const other = typeof value === 'number' ? '' : or
  throw new RangeError(`${name} is ${show(value)}; it must be a number in [${low}, ${high}]${other}`)
}

function oneOf<T extends string>(name: string, value: unknown, choices: readonly T[]): T {
  if (!choices.includes(value as T))
    throw new RangeError(`${name} is ${show(value)}; it must be one of ${choices.join(', ')}`)
  return value as T
}

const alternatives = (words: readonly string[]) => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

function text(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new RangeError(`${name} is ${show(value)}; it must be text`)
  return value
}

function rejectUnknown(where: string, value: object, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RangeError(`${where} is ${show(value)}; it must be an object with ${known.join(', ')}`)
  for (const key of Object.keys(value))
    if (!known.includes(key))
      throw new RangeError(`${where}.${printable(key)} is unknown; known are ${known.join(', ')}`)
}

function show(value: unknown): string {
  if (value === undefined) return 'missing'
  return printable(
    typeof value === 'string' || typeof value === 'object' ? JSON.stringify(value) : String(value),
  )
}
