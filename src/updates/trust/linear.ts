import { trustRegion } from './region.ts'

/** T = 1 − sign(u)·(ρ − 1)/ε. Xie et al. 2024 (Simple Policy Optimization). */
export const linear = trustRegion({
  about: 'weakens the push evenly towards the edge, and pulls back beyond it',
  parameters: {
    epsilon: {
      symbol: 'ε',
      low: 1e-6,
      high: 1e6,
      perSign: true,
      slider: { low: 0.02, high: 2, step: 0.02 },
      usual: 0.2,
      about: 'the push is used up where the ratio has moved this far',
    },
  },
  factor: ({ epsilon }, sign) =>
    sign === 'up' ? (ratio) => 1 - (ratio - 1) / epsilon : (ratio) => 1 + (ratio - 1) / epsilon,
  range: ({ epsilon }) => epsilon,
  most: ({ epsilon }, ratio) => 1 + Math.abs(ratio - 1) / epsilon,
  pullsBack: () => true,
  edge: () => Number.POSITIVE_INFINITY,
  slope: ({ epsilon }) => 1 / epsilon,
  formula: ({ epsilon }, sign, show) => [[`1 ${sign === 'up' ? '−' : '+'} (ρ − 1)/${show(epsilon)}`]],
})
