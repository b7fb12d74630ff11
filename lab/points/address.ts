/**
 * A point of the family as one word of a link: the member that it starts from and what differs from it, as in
 * `ppo,alphaR:-0.5,trust:clip:0.2:0.28`. Fields: form, reference, baseline, tau, the numbers of f by their names, trust and
 * robust with their kind and its numbers in order (`clip:0.2:0.2:none:-0.3`). `none` means no bound, or a number left out;
 * `0/1` is 0 for pushes up and 1 for pushes down.
 */
import {
  catalogue,
  forms,
  isPerSign,
  type MemberName,
  type Parameters,
  type PerSign,
  parameters,
  resolveUpdate,
  robusts,
  trusts,
  type UpdateSpec,
} from '../../src/updates/index.ts'

export const memberNames = Object.keys(catalogue) as MemberName[]

export const isMember = (name: string): name is MemberName => Object.hasOwn(catalogue, name)

/** The member that an address starts from; ppo where it names none. */
export function baseOf(address: string): MemberName {
  const name = address.split(',')[0]
  return isMember(name) ? name : 'ppo'
}

/** The point at an address. Parts that make no sense are left at the member's value, so that old links still open. */
export function pointAt(address: string): UpdateSpec {
  const base = catalogue[baseOf(address)]
  return address
    .split(',')
    .slice(1)
    .reduce<UpdateSpec>((point, part) => attempt(point, part), base)
}

/** The address of a point that started from `base`. */
export function addressOf(point: UpdateSpec, base: MemberName): string {
  const from = fieldsOf(catalogue[base])
  const differing = Object.entries(fieldsOf(point)).filter(([field, text]) => from[field] !== text)
  return [base, ...differing.map(([field, text]) => `${field}:${text}`)].join(',')
}

/** What a point is called: its member's name, with a star where it has been changed. */
export function titleOf(address: string): string {
  const base = baseOf(address)
  return addressOf(pointAt(address), base) === base ? base : `${base}*`
}

function attempt(point: UpdateSpec, part: string): UpdateSpec {
  const [field, ...values] = part.split(':')
  try {
    return resolveUpdate(withField(point, field, values))
  } catch {
    return point
  }
}

function withField(point: UpdateSpec, field: string, values: readonly string[]): UpdateSpec {
  const [first] = values
  const scaled = (change: object): UpdateSpec => ({ ...point, scale: { ...point.scale, ...change } })
  switch (field) {
    case 'form':
      return { ...point, form: forms.find((name) => name === first) ?? Number(first) }
    case 'reference':
    case 'baseline':
      return { ...point, [field]: first }
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

function fieldsOf({ form, reference, baseline, temperature, scale }: UpdateSpec): Record<string, string> {
  const numbers = Object.keys(parameters) as (keyof typeof parameters)[]
  return {
    form: String(form),
    reference,
    baseline,
    tau: String(temperature),
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
