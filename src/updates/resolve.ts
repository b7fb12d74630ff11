/** Completes and checks points of the family that come from users: configs, files, sliders. */
import { type Form, formOf, forms } from './form.ts'
import { parameters, temperature as temperatureParameter } from './parameters.ts'
import { isPerSign, type Parameter, type Parameters, type PerSign, signs } from './part.ts'
import { type Robust, robusts } from './robust/index.ts'
import {
  type Baseline,
  baselines,
  isOwnScale,
  type OwnScale,
  plainScale,
  type Reference,
  references,
  type ScaleParams,
  type Update,
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
export const resolveScale = (params: Partial<ScaleParams>): ScaleParams => completeScale(params, 'scale')

/** @param where it stands, for errors: `scale`, or `update.scale` in an update. */
function completeScale(params: Partial<ScaleParams>, where: string): ScaleParams {
  rejectUnknown(where, params, Object.keys(plainScale))
  const given = { ...plainScale, ...params }
  return {
    ...resolveNumbers(where, parameters, given),
    trust: resolvePart<Trust>(`${where}.trust`, trusts, given.trust),
    robust: resolvePart<Robust>(`${where}.robust`, robusts, given.robust),
  } as ScaleParams
}

const scaleOfUpdate = (params: Partial<ScaleParams>) => completeScale(params, 'update.scale')

/**
 * Completes and checks a member: `form` and `reference` are required, the rest has defaults.
 *
 * @throws RangeError that names the field, its value and what it may be.
 */
export const resolveUpdate = (spec: PointInput): UpdateSpec => complete(spec, scaleOfUpdate)

interface PointInput extends Omit<UpdateInput, 'scale'> {
  readonly scale?: Partial<ScaleParams>
}

/**
 * Completes and checks a member or an update with an f of its own. A function is kept by the update's name.
 *
 * @throws RangeError that names the field, its value and what it may be.
 */
export const resolveAnyUpdate = (spec: UpdateInput): Update =>
  complete(spec, (scale, name) => {
    if (typeof scale === 'function') return { own: name }
    return isOwnScale(scale) ? resolveOwnScale(scale, name) : scaleOfUpdate(scale as Partial<ScaleParams>)
  }) as Update

function resolveOwnScale(scale: OwnScale, name: string): OwnScale {
  const coordinate = Object.keys(scale).find((key) => key !== 'own')
  if (coordinate !== undefined)
    throw new RangeError(
      `update.scale.${coordinate} is a coordinate of the family; update '${name}' has an f of its own, which has none`,
    )
  return { own: text('update.scale.own', scale.own) }
}

/** @param resolve completes the scale, of the update of this name. */
function complete<G, S>(
  spec: Omit<UpdateInput, 'scale'> & { readonly scale?: G },
  resolve: (scale: G, name: string) => S,
): Omit<UpdateSpec, 'scale'> & { scale: S } {
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

function resolveForm(form: unknown): Form {
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

function resolveNumbers(where: string, parameters: Parameters, given: object): Record<string, PerSign> {
  const values = given as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(parameters).map(([key, parameter]) => [
      key,
      resolveNumber(`${where}.${key}`, values[key], parameter),
    ]),
  )
}

/** A number, or one for each sign; equal ones are one. */
function resolveNumber(name: string, value: unknown, parameter: Parameter): PerSign {
  if (!parameter.perSign) return numberIn(name, value, parameter)
  if (!isPerSign(value)) return numberIn(name, value, parameter, ', or one each for up and down')
  rejectUnknown(name, value, signs)
  const [up, down] = signs.map((sign) => numberIn(`${name}.${sign}`, value[sign], parameter))
  return up === down ? up : { up, down }
}

/** @param or what else it might have been. */
function numberIn(name: string, given: unknown, { low, high, absent }: Parameter, or = ''): number {
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
      throw new RangeError(`${where}.${key} is unknown; known are ${known.join(', ')}`)
}

function show(value: unknown): string {
  if (value === undefined) return 'missing'
  return typeof value === 'string' || typeof value === 'object' ? JSON.stringify(value) : String(value)
}
