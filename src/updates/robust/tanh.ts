import { kappa, robustTransform } from './transform.ts'

/** ψ(u) = κ·tanh(u/κ). */
export const tanh = robustTransform({
  about: 'large residuals approach ±κ smoothly',
  parameters: { kappa },
  transform:
    ({ kappa }) =>
    (u) =>
      kappa * Math.tanh(u / kappa),
  most: ({ kappa }) => kappa,
  bend: ({ kappa }) => 1 / kappa,
  formula: ({ kappa }, show) => (kappa === 1 ? 'tanh(u)' : `${show(kappa)}·tanh(u/${show(kappa)})`),
})
