/**
 * A point of the family as one word of a link: the member that it starts from and what differs from it, as in
 * `ppo,alphaR:-0.5,trust:clip:0.2:0.28`. Fields: form, reference, baseline, tau, the numbers of f by their names, trust and
 * robust with their kind and its numbers in order (`clip:0.2:0.2:none:-0.3`). `none` means no bound, or a number left out;
 * `0/1` is 0 for pushes up and 1 for pushes down.
 *
 * An f of one's own ends in its formula, and has its numbers before it: `ppo,.k:0.5,f:ρ*(Δr-k*Δo)`; form, reference, baseline
 * and tau are as in points, the numbers of the family are not there.
 */
import { nearest } from '../../src/nearest.ts'
import {
  catalogue,
  type FormulaScale,
  forms,
  isFormula,
  isPerSign,
  type MemberName,
  type Parameters,
  type PerSign,
  parameters,
  resolveAnyUpdate,
  robusts,
  type ScaleParams,
  trusts,
  type Update,
  type UpdateInput,
  updateAtStep,
} from '../../src/updates/index.ts'

export const memberNames = Object.keys(catalogue) as MemberName[]

export const isMember = (name: string): name is MemberName => Object.hasOwn(catalogue, name)

/** The member that an address starts from; ppo where it names none. */
export function baseOf(address: string): MemberName {
  const name = address.split(',')[0]
  return isMember(name) ? name : 'ppo'
}

/** The point at an address. Parts that make no sense are left at the member's value, so that old links still open. */
export const pointAt = (address: string): Update => read(address).point

/** What in an address makes no sense, each as a sentence. */
export const problemsAt = (address: string): readonly string[] => read(address).problems

/** Stands before a formula, which goes on to the end. */
const FORMULA = ',f:'

const hasFormula = (address: string) => address.includes(FORMULA)

function read(address: string): { readonly point: Update; readonly problems: readonly string[] } {
  const [words, ...formula] = address.split(FORMULA)
  const [name, ...parts] = words.split(',')
  const problems = isMember(name)
    ? []
    : [`there is no member '${name}'; did you mean ${nearest(name, memberNames)}?`]
  let point: Update = catalogue[baseOf(address)]
  const attempt = (text: string, change: () => Update) => {
    try {
      point = change()
    } catch (error) {
      problems.push(`'${text}' can't be read: ${(error as Error).message}`)
    }
  }
  if (formula.length > 0) {
    const text = formula.join(FORMULA)
    attempt(text, () => withFormula(point, text))
  }
  for (const part of parts) attempt(part, () => withPart(point, part))
  return { point, problems }
}

const withFormula = (point: Update, formula: string): Update =>
  numeric({ ...point, name: OWN, about: '', scale: { formula } })

/** Links hold numbers, and no schedules of them. */
const numeric = (update: UpdateInput): Update => updateAtStep(resolveAnyUpdate(update), 0, 1)

/** The title of an f of one's own. */
const OWN = 'own f'

/** The address of a point that started from `base`. */
export function addressOf(point: Update, base: MemberName): string {
  const from = fieldsOf(catalogue[base])
  const differing = Object.entries(fieldsOf(point)).filter(([field, text]) => from[field] !== text)
  return [base, ...differing.map(([field, text]) => `${field}:${text}`)].join(',')
}

/** What a point is called: its member's name, with a star where it has been changed, or that it is an f of one's own. */
export function titleOf(address: string): string {
  if (hasFormula(address)) return OWN
  const base = baseOf(address)
  return addressOf(pointAt(address), base) === base ? base : `${base}*`
}

/** @throws Error that names the field and what it may be. */
function withPart(point: Update, part: string): Update {
  const [field, ...values] = part.split(':')
  if (values.length === 0) throw new Error(`it has no value, as in ${field}:1`)
  return numeric(withField(point, field, values))
}

function withField(point: Update, field: string, values: readonly string[]): UpdateInput {
  const [first] = values
  const scaled = (change: object): UpdateInput => ({ ...point, scale: { ...point.scale, ...change } })
  if (field.startsWith('.') && isFormula(point))
    return scaled({ numbers: { ...point.scale.numbers, [field.slice(1)]: numberAt(first) } })
  switch (field) {
    case 'form':
      return { ...point, form: forms.find((name) => name === first) ?? Number(first) } as UpdateInput
    case 'reference':
    case 'baseline':
      return { ...point, [field]: first } as UpdateInput
    case 'tau':
      return { ...point, temperature: Number(first) }
    case 'trust':
      return scaled({ trust: partAt(trusts, values) })
    case 'robust':
      return scaled({ robust: partAt(robusts, values) })
    default:
      return scaled({ [field]: numberAt(first) ?? Number.POSITIVE_INFINITY })
  }
}

type Parts = Readonly<Record<string, { readonly parameters: Parameters }>>

/** `clip:0.2:0.28`: a kind, and its numbers in order. */
function partAt(parts: Parts, [kind, ...texts]: readonly string[]): object {
  if (!Object.hasOwn(parts, kind)) throw new Error(`${kind} is none of ${Object.keys(parts).join(', ')}`)
  const keys = Object.keys(parts[kind].parameters)
  const numbers = texts.map((text, i) => [keys[i], numberAt(text)])
  return { kind, ...Object.fromEntries(numbers.filter(([, value]) => value !== undefined)) }
}

/** `0.2`, `0/1`; undefined for `none`. */
function numberAt(text: string): PerSign | undefined {
  if (text === 'none') return undefined
  const sides = text.split('/').map((side) => (side === 'none' ? Number.POSITIVE_INFINITY : Number(side)))
  return sides.length === 2 ? { up: sides[0], down: sides[1] } : sides[0]
}

function fieldsOf(point: Update): Record<string, string> {
  const { form, reference, baseline, temperature } = point
  return {
    form: String(form),
    reference,
    baseline,
    tau: String(temperature),
    ...(isFormula(point) ? formulaFields(point.scale) : coordinateFields(point.scale as ScaleParams)),
  }
}

const formulaFields = ({ formula, numbers }: FormulaScale): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [`.${name}`, String(value)])),
  f: formula,
})

function coordinateFields(scale: ScaleParams): Record<string, string> {
  const numbers = Object.keys(parameters) as (keyof typeof parameters)[]
  return {
    ...Object.fromEntries(numbers.map((key) => [key, textOf(scale[key])])),
    trust: partText(scale.trust, trusts),
    robust: partText(scale.robust, robusts),
  }
}

function partText(part: { readonly kind: string }, parts: Parts): string {
  const values = part as unknown as Readonly<Record<string, PerSign | undefined>>
  const texts = Object.keys(parts[part.kind].parameters).map((key) => textOf(values[key]))
  while (texts.at(-1) === 'none') texts.pop()
  return [part.kind, ...texts].join(':')
}

function textOf(value: PerSign | undefined): string {
  if (isPerSign(value)) return `${textOf(value.up)}/${textOf(value.down)}`
  return value === undefined || value === Number.POSITIVE_INFINITY ? 'none' : String(value)
}
