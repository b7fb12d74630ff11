/** A point's update as formulas with its numbers in them; parts that do nothing are left out. */
import {
  type Form,
  isFormula,
  isOwn,
  type OwnUpdate,
  policyShare,
  robustWith,
  type ScaleParams,
  trustCases,
  trustCasesOfZ,
  type Update,
  weightCases,
} from '../../../src/updates/index.ts'
import type { FormulaLine } from '../../ui/math.tsx'
import { figure } from '../../ui/numbers.ts'

/** An f of one's own stands as it was typed. */
export function formulas(point: Update): FormulaLine[] {
  if (isOwn(point)) return ofOwn(point)
  const { scale } = point
  const trusted = scale.trust.kind === 'none' ? '' : 'T · '
  return [
    `g = E_μ [f(Δo, Δr) · ${direction(point.form)}]`,
    `f(Δo, Δr) = ${weight(scale)}${trusted}${robustWith(scale.robust).formula(number)}`,
    `u = ${residual(scale)}`,
    ...weightLines(scale),
    ...trustLines(scale),
    `${moved(point)} \\quad ${evidence(point)}`,
  ]
}

function direction(form: Form): string {
  const share = policyShare(form)
  return share === 0 ? 'e_a' : `(e_a − ${times(share, 'π')})`
}

const number = (value: number) => figure(value, 4)

/** `factor·term`, without a factor of 1. */
const times = (factor: number, term: string) =>
  factor === 1 ? term : factor === -1 ? `−${term}` : `${number(factor)}\\,${term}`

/** W as it stands in front of what follows; nothing where it is 1. */
function weight(scale: ScaleParams): string {
  const cases = weightCases(scale, number)
  if (cases.length > 1) return 'W · '
  return cases[0][0] === '1' ? '' : `${cases[0][0]} · `
}

function weightLines(scale: ScaleParams): FormulaLine[] {
  const cases = weightCases(scale, number)
  return cases.length > 1 ? [lineOf('W =', cases)] : []
}

function trustLines({ trust }: ScaleParams): FormulaLine[] {
  if (trust.kind === 'none') return []
  const z = trustCasesOfZ(trust, number)
  return [lineOf('T =', trustCases(trust, number)), ...(z.length > 0 ? [lineOf('z =', z)] : []), 'ρ = e^Δo']
}

/** Cases behind a brace, or one for all. */
function lineOf(left: string, cases: readonly (readonly [value: string, where?: string])[]): FormulaLine {
  if (cases.length === 1) return `${left} ${cases[0][0]}`
  const condition = (where?: string) =>
    where === undefined
      ? 'elsewhere'
      : `where ${where
          .split(' and ')
          .map((part) => `$${part}$`)
          .join(' and ')}`
  return { left, cases: cases.map(([value, where]) => [value, condition(where)]) }
}

const residual = ({ alphaR, alphaO, beta }: ScaleParams) =>
  utility(alphaR, 1, 'Δr') + (beta === 0 ? '' : ` − ${utility(alphaO, beta, 'Δo')}`)

/** E_α(factor·term). */
function utility(alpha: number, factor: number, term: string): string {
  if (alpha === 0) return times(factor, term)
  const grown = `e^{${times(alpha * factor, term)}} − 1`
  return alpha === 1 ? `(${grown})` : `\\frac{${grown}}{${number(alpha)}}`
}

function ofOwn(update: OwnUpdate): FormulaLine[] {
  if (!isFormula(update)) return []
  const numbers = Object.entries(update.scale.numbers).map(([name, value]) => `${name} = ${number(value)}`)
  return [
    `g = E_μ [f(Δo, Δr) · ${direction(update.form)}]`,
    `f(Δo, Δr) = ${update.scale.formula.replace(/\*/g, '\\,').replace(/-/g, '−')}`,
    ...(numbers.length > 0 ? [numbers.join(' \\quad ')] : []),
    `${moved(update)} \\quad ${evidence(update)}`,
  ]
}

const moved = ({ reference }: Pick<Update, 'reference'>) =>
  reference === 'output' ? 'Δo = o − o_μ' : 'Δo = log\\,π − log\\,μ'

function evidence({ reference, baseline, temperature }: Omit<Update, 'scale'>): string {
  const over = temperature === 1 ? '' : ` / ${number(temperature)}`
  if (reference === 'logprob') return `Δr = \\hat{A}${over}${baseline === 'log-mean-exp' ? ' − log\\,Z' : ''}`
  return `Δr = \\hat{r}${over} − ${baseline === 'logsumexp' ? 'F(o)' : 'o_μ'}`
}
