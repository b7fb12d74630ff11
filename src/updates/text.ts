/** Numbers and parts of a point in words and formulas, for tables and pages. */
import { type Case, isPerSign, ofSign, type Parameters, type PerSign, type Show, signs } from './part.ts'
import { type Robust, robusts } from './robust/index.ts'
import type { ScaleParams } from './spec.ts'
import { type Trust, trustFor, trusts } from './trust/index.ts'

/** `0.2`; `0↑ 1↓` where the signs differ; `none` for no bound. */
export function numberText(value: PerSign, show: Show = String): string {
  if (isPerSign(value)) return `${numberText(value.up, show)}↑ ${numberText(value.down, show)}↓`
  return value === Number.POSITIVE_INFINITY ? 'none' : show(value)
}

/** `clip 0.2/0.2`: a trust region in a few words. */
export const trustText = (trust: Trust, show?: Show) => partText(trust, trusts[trust.kind].parameters, show)
/** `huber 1`: a robust transform in a few words. */
export const robustText = (robust: Robust, show?: Show) =>
  partText(robust, robusts[robust.kind].parameters, show)

/** `clip 0.2/0.2 dual 3`: the kind, the numbers that it needs, and by their names those that were not left out. */
function partText(part: { readonly kind: string }, parameters: Parameters, show?: Show): string {
  const values = part as unknown as Readonly<Record<string, PerSign | undefined>>
  const keys = Object.keys(parameters).filter((key) => values[key] !== undefined)
  const text = (key: string) => numberText(values[key] as PerSign, show)
  const needed = keys.filter((key) => parameters[key].absent === undefined).map(text)
  const optional = keys.filter((key) => parameters[key].absent !== undefined)
  return [
    part.kind,
    ...(needed.length > 0 ? [needed.join('/')] : []),
    ...optional.map((key) => `${key} ${text(key)}`),
  ].join(' ')
}

/** W as cases by the sign of u, said once where it is the same; clamps that never bind are left out. */
export function weightCases({ omega, floor, cap }: ScaleParams, show: Show): Case[] {
  return bySign(
    signs.map((sign) => {
      const [exponent, least, most] = [omega, floor, cap].map((value) => ofSign(value, sign))
      if (exponent === 0) return '1'
      const power = `e^{${exponent === 1 ? '' : exponent === -1 ? '−' : `${show(exponent)}·`}Δo}`
      if (least > 0 && Number.isFinite(most)) return `clamp(${power}, ${show(least)}, ${show(most)})`
      if (least > 0) return `max(${power}, ${show(least)})`
      return Number.isFinite(most) ? `min(${power}, ${show(most)})` : power
    }),
  )
}

/** T as cases for both signs of u; those that are the same for both are said once. */
export function trustCases(trust: Trust, show: Show): Case[] {
  const [up, down] = signs.map((sign) => trustFor(trust, sign).formula(show))
  const given = (cases: readonly Case[], sign: string): Case[] =>
    cases.slice(0, -1).map(([value, where]) => [value, `${sign} and ${where}`])
  const elsewhere = [up, down].map((cases) => cases[cases.length - 1][0])
  return [...given(up, 'u > 0'), ...given(down, 'u < 0'), ...bySign(elsewhere)]
}

/** What T's formula calls z; nothing where it doesn't. */
export function trustCasesOfZ(trust: Trust, show: Show): Case[] {
  const texts = signs.map((sign) => trustFor(trust, sign).formulaOfZ(show))
  return texts.every((text) => text !== undefined) ? bySign(texts) : []
}

const bySign = ([up, down]: readonly string[]): Case[] =>
  up === down
    ? [[up]]
    : [
        [up, 'u > 0'],
        [down, 'u < 0'],
      ]
