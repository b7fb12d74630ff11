/** A point's update as formulas with its numbers in them; parts that do nothing are left out. */
import { type Form, policyShare, type ScaleParams, type UpdateSpec } from '../../../src/updates/index.ts'
import type { FormulaLine } from '../../ui/math.tsx'
import { figure } from '../../ui/numbers.ts'

export function formulas(point: UpdateSpec): FormulaLine[] {
  const { scale } = point
  const trusted = scale.trust.kind === 'none' ? '' : 'T · '
  return [
    `g = E_μ [f(Δo, Δr) · ${direction(point.form)}]`,
    `f(Δo, Δr) = ${weight(scale)}${trusted}${robustly(scale)}`,
    `u = ${residual(scale)}`,
    ...trust(scale),
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

function weight({ omega, cap }: ScaleParams): string {
  if (omega === 0) return ''
  const power = `e^{${times(omega, 'Δo')}}`
  return Number.isFinite(cap) ? `min(${power}, ${number(cap)}) · ` : `${power} · `
}

function robustly({ robust }: ScaleParams): string {
  if (robust.kind === 'none') return 'u'
  const kappa = number(robust.kappa)
  if (robust.kind === 'huber') return `clamp(u, ±${kappa})`
  const name = robust.kind === 'tanh' ? 'tanh' : 'asinh'
  return robust.kappa === 1 ? `${name}(u)` : `${kappa}\\,${name}(u / ${kappa})`
}

const residual = ({ alphaR, alphaO, beta }: ScaleParams) =>
  utility(alphaR, 1, 'Δr') + (beta === 0 ? '' : ` − ${utility(alphaO, beta, 'Δo')}`)

/** E_α(factor·term). */
function utility(alpha: number, factor: number, term: string): string {
  if (alpha === 0) return times(factor, term)
  const grown = `e^{${times(alpha * factor, term)}} − 1`
  return alpha === 1 ? `(${grown})` : `\\frac{${grown}}{${number(alpha)}}`
}

function trust({ trust }: ScaleParams): FormulaLine[] {
  if (trust.kind === 'none') return []
  if (trust.kind === 'linear') return [`T = 1 − sign(u) · \\frac{e^Δo − 1}{${number(trust.epsilon)}}`]
  const { low, high, dual } = trust
  return [
    {
      left: 'T =',
      cases: [
        ['0', `where $u > 0$ and $e^Δo > ${number(1 + high)}$`],
        ['0', `where $u < 0$ and $e^Δo < ${number(1 - low)}$`],
        ...(dual === undefined ? [] : [['0', `where $u < 0$ and $e^Δo > ${number(dual)}$`] as const]),
        ['1', 'elsewhere'],
      ],
    },
  ]
}

const moved = ({ reference }: UpdateSpec) =>
  reference === 'output' ? 'Δo = o − o_μ' : 'Δo = log\\,π − log\\,μ'

function evidence({ reference, baseline, temperature }: UpdateSpec): string {
  const over = temperature === 1 ? '' : ` / ${number(temperature)}`
  if (reference === 'logprob') return `Δr = \\hat{A}${over}${baseline === 'normaliser' ? ' − log\\,Z' : ''}`
  return `Δr = \\hat{r}${over} − ${baseline === 'partition' ? 'F(o)' : 'o_μ'}`
}
