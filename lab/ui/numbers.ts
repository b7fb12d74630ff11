/** Numbers as people read them: a true minus, few digits, no noise. */

import { whole } from '../../src/studies/format.ts'

/** With at most `digits` significant ones; very large and very small in powers of ten. */
export function figure(value: number, digits = 3): string {
  if (value === 0) return '0'
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞'
  const size = Math.abs(value)
  if (size >= 1e5 || size < 1e-3) {
    const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 2)).split('e')
    return minus(`${mantissa}·10${superscript(Number(exponent))}`)
  }
  return minus(String(Number(value.toPrecision(Math.max(digits, Math.ceil(Math.log10(size)))))))
}

/** With exactly `decimals` behind the point, so that a changing number keeps its width. */
export const fixed = (value: number, decimals: number) =>
  minus(Number(value.toFixed(decimals)) === 0 ? (0).toFixed(decimals) : value.toFixed(decimals))

/** With k and M for thousands and millions: `150k`, `1.5M`. */
export function compact(value: number): string {
  if (Math.abs(value) >= 1e6) return `${figure(value / 1e6)}M`
  return Math.abs(value) >= 1000 ? `${figure(value / 1000)}k` : figure(value)
}

/** How far a run is. A rollout is done whole, so that it may end some steps beyond what was asked for. */
export const stepsText = (step: number, total: number) =>
  step > total ? `${whole(step)} steps (asked: ${whole(total)})` : `${whole(step)} of ${whole(total)} steps`

const minus = (text: string) => text.replaceAll('-', '−')

const superscript = (exponent: number) =>
  String(exponent).replace(/./g, (digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]))
