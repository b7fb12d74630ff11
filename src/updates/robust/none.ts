import { robustTransform } from './transform.ts'

/** ψ(u) = u. */
export const none = robustTransform({
  about: 'the residual as it is',
  parameters: {},
  transform: () => (u) => u,
  most: () => Number.POSITIVE_INFINITY,
  bend: () => 0,
  formula: () => 'u',
})
