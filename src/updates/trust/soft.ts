import { trustRegion } from './region.ts'

/** Where sech² is 1/2. */
const HALF = Math.acosh(Math.SQRT2)

/**
 * T = 4σ(1 − σ) with σ = 1/(1 + e^{−k(ρ−1)}), that is sech²(k(ρ−1)/2). One sharpness: Chen et al. 2022 (P3O); one for each
 * sign: Gao et al. 2025 (SAPO).
 */
export const soft = trustRegion({
  about: 'fades the push out on both sides of the ratio 1, with no edge',
  parameters: {
    sharpness: {
      symbol: 'k',
      low: 1e-6,
      high: 1e6,
      perSign: true,
      slider: { low: 0.1, high: 10, step: 0.1 },
      usual: 4,
      about: 'the larger, the narrower: half of the push is left at a ratio of 1 ± 1.76/k',
    },
  },
  factor:
    ({ sharpness }) =>
    (ratio) =>
      1 / Math.cosh((sharpness / 2) * (ratio - 1)) ** 2,
  range: ({ sharpness }) => (2 * HALF) / sharpness,
  most: () => 1,
  pullsBack: () => false,
  edge: () => Number.POSITIVE_INFINITY,
  slope: ({ sharpness }) => sharpness,
  formula: ({ sharpness }, _, show) => [[`sech²(${show(sharpness / 2)}·(ρ − 1))`]],
})
