/**
 * What the parts of f are made of: numbers with a range, a symbol and a sentence. Everything that lists parts (reading a
 * point, `--set`, the command line's tables, the lab's sliders and addresses, the property tests) goes through these records.
 */

/** The sign of the residual u: `up` where u > 0 pushes the action up, `down` where u < 0 pushes it down. */
export type Sign = 'up' | 'down'

/** Both signs. */
export const signs: readonly Sign[] = ['up', 'down']

/** One number for both signs, or one for each. */
export type PerSign = number | { readonly up: number; readonly down: number }

/** Whether a number is given for each sign apart. */
export const isPerSign = (value: unknown): value is { readonly up: number; readonly down: number } =>
  typeof value === 'object' && value !== null

/** The number that holds for a sign. */
export const ofSign = (value: PerSign, sign: Sign): number =>
  typeof value === 'number' ? value : value[sign]

/** A number of a part. */
export interface Parameter {
  /** In formulas: `α_r`, `ε`, `low`. */
  readonly symbol: string
  /** What it may be, both ends included. */
  readonly low: number
  /** The greatest that it may be. */
  readonly high: number
  /** What it is where it is left out. Without this it must be given. */
  readonly absent?: number
  /** Whether it may also be `{ up, down }`. */
  readonly perSign?: true
  /** Ends and step of a slider, which need not span the whole range. */
  readonly slider: { readonly low: number; readonly high: number; readonly step: number }
  /** What a slider starts with where the part is chosen anew. */
  readonly usual: number
  /** A few words: what it does. */
  readonly about: string
}

/** The numbers of a part by their names. */
export type Parameters = Readonly<Record<string, Parameter>>

/** All numbers of a part, for one sign of u. */
export type Numbers<P extends Parameters> = { readonly [K in keyof P]: number }

type Value<P extends Parameter> = P['perSign'] extends true ? PerSign : number
type Optional<P extends Parameters> = { [K in keyof P]: P[K] extends { absent: number } ? K : never }[keyof P]

/** The numbers of a part as a point has them: per sign where that is possible, absent ones left out. */
export type Given<P extends Parameters> = { readonly [K in Exclude<keyof P, Optional<P>>]: Value<P[K]> } & {
  readonly [K in Optional<P>]?: Value<P[K]>
}

/** The points of a family of parts: `{ kind }` and the numbers of that kind. */
export type Choice<Parts extends Readonly<Record<string, { readonly parameters: Parameters }>>> = {
  [K in keyof Parts]: { readonly kind: K } & Given<Parts[K]['parameters']>
}[keyof Parts]

/** The numbers that hold for one sign. Those that were left out are at the value that stands for that. */
export function numbersOf<P extends Parameters>(parameters: P, given: object, sign: Sign): Numbers<P> {
  const values = given as Readonly<Record<string, PerSign | undefined>>
  // A loop: the lab asks for them thousands of times while its first page is drawn.
  const numbers: Record<string, number> = {}
  for (const key in parameters) numbers[key] = ofSign(values[key] ?? (parameters[key].absent as number), sign)
  return numbers as Numbers<P>
}

/** Writes a number into a formula. */
export type Show = (value: number) => string
/** What a part is worth, and where: the last one has no condition and holds elsewhere. */
export type Case = readonly [value: string, where?: string]
