import { trustRegion } from './region.ts'

/** T = 1. */
export const none = trustRegion({
  about: 'the push is what it is, wherever the policy has moved',
  parameters: {},
  factor: () => () => 1,
  // As PPO's, so that the fraction of large ratios can be compared.
  range: () => 0.2,
  most: () => 1,
  pullsBack: () => false,
  edge: () => Number.POSITIVE_INFINITY,
  slope: () => 0,
  formula: () => [['1']],
})
