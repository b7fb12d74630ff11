import { trustRegion } from './region.ts'

/**
 * T = outside where u > 0 and ρ > 1+high, or u < 0 and ρ < 1−low, or (dual given) u < 0 and ρ > dual; else 1. Schulman et
 * al. 2017; the dual edge Ye et al. 2020; outside < 0 after Wang et al. 2020 (Truly PPO).
 */
export const clip = trustRegion({
  about: 'cuts the push off where the policy has already gone that way beyond an edge',
  parameters: {
    low: {
      symbol: 'low',
      low: 0,
      high: 1,
      slider: { low: 0, high: 1, step: 0.01 },
      usual: 0.2,
      about: 'pushes down end below the ratio 1 − low',
    },
    high: {
      symbol: 'high',
      low: 0,
      high: 1e6,
      slider: { low: 0, high: 1, step: 0.01 },
      usual: 0.2,
      about: 'pushes up end above the ratio 1 + high',
    },
    dual: {
      symbol: 'dual',
      low: 1,
      high: 1e6,
      absent: Number.POSITIVE_INFINITY,
      slider: { low: 1, high: 10, step: 0.1 },
      usual: 3,
      about: 'pushes down end above this ratio too',
    },
    outside: {
      symbol: 'outside',
      low: -10,
      high: 1,
      absent: 0,
      perSign: true,
      slider: { low: -1, high: 1, step: 0.05 },
      usual: 0.1,
      about: 'what is left of the push beyond the edge: 0 nothing, > 0 a part, < 0 it is rolled back',
    },
  },
  factor({ low, high, dual, outside }, sign) {
    const [least, most] = sign === 'up' ? [0, 1 + high] : [1 - low, dual]
    return (ratio) => (ratio > most || ratio < least ? outside : 1)
  },
  range: ({ high }) => high,
  most: ({ outside }) => Math.max(1, Math.abs(outside)),
  pullsBack: ({ outside }) => outside < 0,
  edge: ({ low, high, dual }) => Math.min(low, high, dual - 1),
  slope: () => 0,
  formula({ low, high, dual, outside }, sign, show) {
    const beyond = sign === 'up' ? [`ρ > ${show(1 + high)}`] : [`ρ < ${show(1 - low)}`]
    if (sign === 'down' && Number.isFinite(dual)) beyond.push(`ρ > ${show(dual)}`)
    return [...beyond.map((where) => [show(outside), where] as const), ['1']]
  },
})
