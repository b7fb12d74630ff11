import { kappa, robustTransform } from './transform.ts'

/** ψ(u) = u between ±κ, ±κ beyond. Huber 1964. */
export const huber = robustTransform({
  about: 'large residuals count as ±κ',
  parameters: { kappa },
  transform:
    ({ kappa }) =>
    (u) =>
      Math.min(kappa, Math.max(-kappa, u)),
  most: ({ kappa }) => kappa,
  bend: ({ kappa }) => 1 / kappa,
  formula: ({ kappa }, show) => `clamp(u, ±${show(kappa)})`,
})
