/** What a formula may say: its arguments, functions and operators. */
import { EXPONENT_LIMIT } from '../updates/scale.ts'

/** Names of the arguments; the first of each is the one that is shown. */
export const argumentNames = {
  /** How far the policy has moved, logits. */
  deltaO: ['Δo', 'deltaO'],
  /** How far the evidence says it should, logits: for policy-based updates the advantage over τ. */
  deltaR: ['Δr', 'deltaR', 'A', 'advantage'],
  /** e^Δo. */
  ratio: ['ρ', 'rho', 'ratio'],
} as const

export type ArgumentName = keyof typeof argumentNames

type Apply = (...values: number[]) => number

export interface FormulaFunction {
  /** How many numbers it takes. */
  readonly from: number
  readonly to: number
  readonly apply: Apply
}

const of = (count: number, apply: Apply): FormulaFunction => ({ from: count, to: count, apply })
const any = (apply: Apply): FormulaFunction => ({ from: 1, to: 8, apply })

const clip = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))
/** As in the family's own parts, e^x has no overflow. */
const exp = (x: number) => Math.exp(clip(x, -EXPONENT_LIMIT, EXPONENT_LIMIT))

export const functions: ReadonlyMap<string, FormulaFunction> = new Map([
  ['exp', of(1, exp)],
  ['expm1', of(1, (x) => Math.expm1(clip(x, -EXPONENT_LIMIT, EXPONENT_LIMIT)))],
  ['log', of(1, Math.log)],
  ['sqrt', of(1, Math.sqrt)],
  ['abs', of(1, Math.abs)],
  ['sign', of(1, Math.sign)],
  ['tanh', of(1, Math.tanh)],
  ['atan', of(1, Math.atan)],
  ['sigmoid', of(1, (x) => 1 / (1 + Math.exp(-x)))],
  ['softplus', of(1, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))))],
  ['min', any(Math.min)],
  ['max', any(Math.max)],
  ['clip', of(3, clip)],
])

export const unary: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ['-', (x) => -x],
  ['+', (x) => x],
  ['!', (x) => Number(x === 0)],
])

/** Comparisons are 1 where they hold, else 0. */
export const binary: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ['+', (x, y) => x + y],
  ['-', (x, y) => x - y],
  ['*', (x, y) => x * y],
  ['/', (x, y) => x / y],
  ['**', (x, y) => x ** y],
  ['<', (x, y) => Number(x < y)],
  ['<=', (x, y) => Number(x <= y)],
  ['>', (x, y) => Number(x > y)],
  ['>=', (x, y) => Number(x >= y)],
  ['==', (x, y) => Number(x === y)],
  ['!=', (x, y) => Number(x !== y)],
  ['&&', (x, y) => Number(x !== 0 && y !== 0)],
  ['||', (x, y) => Number(x !== 0 || y !== 0)],
])
