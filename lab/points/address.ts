/**
 * A point of the family as one word of a link: the member that it starts from and what differs from it, as in
 * `ppo,alphaR:-0.5,trust:clip:0.2:0.28`. Fields: form, reference, baseline, tau, alphaR, alphaO, beta, omega, cap,
 * trust (`none`, `clip:low:high[:dual]`, `linear:ε`) and robust (`none`, `huber:κ`, `tanh:κ`, `log:κ`).
 */
import {
  catalogue,
  forms,
  type MemberName,
  type Robust,
  resolveUpdate,
  type ScaleParams,
  type Trust,
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
  const numbers = values.slice(1).map(Number)
  const scaled = (change: Partial<ScaleParams>) => ({ ...point, scale: { ...point.scale, ...change } })
  switch (field) {
    case 'form':
      return { ...point, form: formNamed(first) }
    case 'reference':
    case 'baseline':
      return { ...point, [field]: first }
    case 'tau':
      return { ...point, temperature: Number(first) }
    case 'cap':
      return scaled({ cap: first === 'none' ? Number.POSITIVE_INFINITY : Number(first) })
    case 'trust':
      return scaled({ trust: trustOf(first, numbers) })
    case 'robust':
      return scaled({ robust: robustOf(first, numbers) })
    default:
      return scaled({ [field]: Number(first) })
  }
}

const formNamed = (text: string) => forms.find((name) => name === text) ?? Number(text)

function trustOf(kind: string, numbers: readonly number[]): Trust {
  if (kind === 'linear') return { kind, epsilon: numbers[0] }
  if (kind !== 'clip') return { kind } as Trust
  const [low, high, dual] = numbers
  return dual === undefined ? { kind, low, high } : { kind, low, high, dual }
}

const robustOf = (kind: string, [kappa]: readonly number[]) =>
  (kind === 'none' ? { kind } : { kind, kappa }) as Robust

function fieldsOf({ form, reference, baseline, temperature, scale }: UpdateSpec): Record<string, string> {
  const { alphaR, alphaO, beta, omega, cap, trust, robust } = scale
  const joined = (parts: Trust | Robust) => Object.values(parts).join(':')
  return {
    form: String(form),
    reference,
    baseline,
    tau: String(temperature),
    alphaR: String(alphaR),
    alphaO: String(alphaO),
    beta: String(beta),
    omega: String(omega),
    cap: Number.isFinite(cap) ? String(cap) : 'none',
    trust: joined(trust),
    robust: joined(robust),
  }
}
