import { trustRegion } from './region.ts'

/** What makes T(1) = 1: the bracket of T at z = 1/2 is 4/5 − 4/9. */
const SCALE = 45 / 16

/**
 * T = 45/16·(1/(1 + z²) − 2z/(1 + z)²) with z = 2^{±(ρ − 1)/ε − 1}: 0 at ρ = 1 ± ε, negative beyond it, and back to 0 far out.
 * After Zhang et al. 2026 (Anchored Neighborhood Optimization), in the shape with one number.
 */
export const redescending = trustRegion({
  about: 'weakens the push towards the edge, pulls back a little beyond it, and lets go far out',
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
  factor({ epsilon }, sign) {
    const rate = (sign === 'up' ? 1 : -1) / epsilon
    return (ratio) => {
      const z = 2 ** (rate * (ratio - 1) - 1)
      return SCALE * (1 / (1 + z * z) - 2 / (z + 2 + 1 / z))
    }
  },
  range: ({ epsilon }) => epsilon,
  most: () => SCALE,
  pullsBack: () => true,
  edge: () => Number.POSITIVE_INFINITY,
  slope: ({ epsilon }) => 1.5 / epsilon,
  formula: () => [['45/16·(1/(1 + z²) − 2z/(1 + z)²)']],
  formulaOfZ: ({ epsilon }, sign, show) => `2^{${sign === 'up' ? '' : '−'}(ρ − 1)/${show(epsilon)} − 1}`,
})
