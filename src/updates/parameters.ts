/** The numbers of f that belong to no kind of part, and the temperature. */
import type { Parameter } from './part.ts'

const alpha = { low: -100, high: 100, absent: 0, slider: { low: -2, high: 2, step: 0.05 }, usual: 0 }

/** The numbers of f that belong to no kind of part, by their names in `scale`. */
export const parameters = {
  alphaR: {
    ...alpha,
    symbol: 'α_r',
    about: 'utility of the evidence: > 0 favours large surprises, < 0 saturates them',
  },
  alphaO: {
    ...alpha,
    symbol: 'α_o',
    about: 'how distance is charged: 0 linear, 1 exponential',
  },
  beta: {
    symbol: 'β',
    low: 0,
    high: 1e6,
    absent: 0,
    slider: { low: 0, high: 2, step: 0.05 },
    usual: 0,
    about: 'price of distance: 0 a direction only, > 0 a target',
  },
  omega: {
    symbol: 'ω',
    low: -1,
    high: 1,
    absent: 0,
    perSign: true,
    slider: { low: -1, high: 1, step: 0.05 },
    usual: 1,
    about: 'importance weight: 0 none, 1 full, < 0 the reciprocal',
  },
  floor: {
    symbol: 'floor',
    low: 0,
    high: 1,
    absent: 0,
    perSign: true,
    slider: { low: 0, high: 1, step: 0.05 },
    usual: 0.8,
    about: 'lower bound of the importance weight',
  },
  cap: {
    symbol: 'cap',
    low: 1,
    high: Number.POSITIVE_INFINITY,
    absent: Number.POSITIVE_INFINITY,
    perSign: true,
    slider: { low: 1, high: 5, step: 0.05 },
    usual: 1.2,
    about: 'upper bound of the importance weight',
  },
} as const satisfies Readonly<Record<string, Parameter>>

/** τ, which divides the evidence. */
export const temperature: Parameter = {
  symbol: 'τ',
  low: 1e-6,
  high: 1e6,
  absent: 1,
  slider: { low: 0.05, high: 4, step: 0.05 },
  usual: 1,
  about: 'units of reward per logit',
}
