import { kappa, robustTransform } from './transform.ts'

/** ψ(u) = κ·asinh(u/κ), logarithmic in the tails. */
export const log = robustTransform({
  about: 'large residuals count by their logarithm',
  parameters: { kappa },
  transform:
    ({ kappa }) =>
    (u) =>
      kappa * Math.asinh(u / kappa),
  most: () => Number.POSITIVE_INFINITY,
  bend: ({ kappa }) => 1 / kappa,
  formula: ({ kappa }, show) => (kappa === 1 ? 'asinh(u)' : `${show(kappa)}·asinh(u/${show(kappa)})`),
})
