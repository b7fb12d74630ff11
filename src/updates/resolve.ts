/** Completes and checks points of the family that come from users: configs, files, sliders. */
import { type Form, formOf, forms } from './form.ts'
import {
  type Baseline,
  baselines,
  plainScale,
  type Reference,
  type Robust,
  references,
  type ScaleParams,
  type Trust,
  type UpdateSpec,
} from './spec.ts'

/**
 * Completes and checks a point of the scaling family. In JSON, where Infinity has no spelling,
 * `cap: null` means none.
 *
 * @throws RangeError that names the parameter, its value and its range.
 */
export function resolveScale(params: Partial<ScaleParams>): ScaleParams {
  rejectUnknown('scale', params, Object.keys(plainScale))
  const given = { ...plainScale, ...params }
  return {
    alphaR: numberIn('scale.alphaR', given.alphaR, -100, 100),
    alphaO: numberIn('scale.alphaO', given.alphaO, -100, 100),
    beta: numberIn('scale.beta', given.beta, 0, 1e6),
    omega: numberIn('scale.omega', given.omega, 0, 1),
    cap: numberIn('scale.cap', given.cap ?? Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY),
    trust: resolveTrust(given.trust),
    robust: resolveRobust(given.robust),
  }
}

/**
 * Completes and checks a member: `form` and `reference` are required, the rest has defaults.
 *
 * @throws RangeError that names the field, its value and what it may be.
 */
export function resolveUpdate(
  spec: Partial<Omit<UpdateSpec, 'scale'>> & { readonly scale?: Partial<ScaleParams> },
): UpdateSpec {
  rejectUnknown('update', spec, ['name', 'form', 'reference', 'baseline', 'temperature', 'scale', 'about'])
  const { name = 'custom', baseline = 'none', temperature = 1, scale = {}, about = '' } = spec
  const reference = oneOf<Reference>('update.reference', spec.reference, references)
  if (oneOf<Baseline>('update.baseline', baseline, baselines) === 'partition' && reference === 'logprob')
    throw new RangeError(
      "update.baseline 'partition' is the tied critic's; it needs update.reference 'output'",
    )
  if (baseline === 'normaliser' && reference === 'output')
    throw new RangeError("update.baseline 'normaliser' is of advantages; it needs update.reference 'logprob'")
  return {
    name: text('update.name', name),
    form: resolveForm(spec.form),
    reference,
    baseline,
    temperature: numberIn('update.temperature', temperature, 1e-6, 1e6),
    scale: resolveScale(scale),
    about: text('update.about', about),
  }
}

function resolveForm(form: unknown): Form {
  if (forms.includes(form as 'value' | 'policy')) return form as Form
  if (typeof form === 'number' && form >= 0 && form <= 1) return formOf(form)
  throw new RangeError(
    `update.form is ${show(form)}; it must be ${forms.join(', ')} or a number in [0, 1] from the one to the other`,
  )
}

function resolveTrust(trust: Trust): Trust {
  switch (trust?.kind) {
    case 'none':
      rejectUnknown('scale.trust', trust, ['kind'])
      return { kind: 'none' }
    case 'clip':
      rejectUnknown('scale.trust', trust, ['kind', 'low', 'high', 'dual'])
      return {
        kind: 'clip',
        low: numberIn('scale.trust.low', trust.low, 0, 1),
        high: numberIn('scale.trust.high', trust.high, 0, 1e6),
        ...(trust.dual === undefined ? {} : { dual: numberIn('scale.trust.dual', trust.dual, 1, 1e6) }),
      }
    case 'linear':
      rejectUnknown('scale.trust', trust, ['kind', 'epsilon'])
      return { kind: 'linear', epsilon: numberIn('scale.trust.epsilon', trust.epsilon, 1e-6, 1e6) }
    default:
      throw new RangeError(`scale.trust is ${show(trust)}; its kind must be none, clip or linear`)
  }
}

function resolveRobust(robust: Robust): Robust {
  switch (robust?.kind) {
    case 'none':
      rejectUnknown('scale.robust', robust, ['kind'])
      return { kind: 'none' }
    case 'huber':
    case 'tanh':
    case 'log':
      rejectUnknown('scale.robust', robust, ['kind', 'kappa'])
      return { kind: robust.kind, kappa: numberIn('scale.robust.kappa', robust.kappa, 1e-6, 1e6) }
    default:
      throw new RangeError(`scale.robust is ${show(robust)}; its kind must be none, huber, tanh or log`)
  }
}

function numberIn(name: string, value: unknown, low: number, high: number): number {
  if (typeof value !== 'number' || !(value >= low && value <= high))
    throw new RangeError(`${name} is ${show(value)}; it must be a number in [${low}, ${high}]`)
  return value + 0 // −0 is 0
}

function oneOf<T extends string>(name: string, value: unknown, choices: readonly T[]): T {
  if (!choices.includes(value as T))
    throw new RangeError(`${name} is ${show(value)}; it must be one of ${choices.join(', ')}`)
  return value as T
}

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
