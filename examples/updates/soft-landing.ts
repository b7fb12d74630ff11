/**
 * PPO without an edge: the further the policy has gone the way the evidence points, the less it is pushed on, by a bell in
 * place of a cliff.
 *
 *   formscale updates check examples/updates/soft-landing.ts
 *   formscale train --env CartPole-v1 --update examples/updates/soft-landing.ts
 */
export default function softLanding(deltaO: number, deltaR: number): number {
  const ratio = Math.exp(deltaO)
  const ahead = Math.max(0, Math.sign(deltaR) * (ratio - 1))
  return ratio * deltaR * Math.exp(-((ahead / 0.2) ** 2))
}
