import type { Kernels, Tensor } from '../kernels/index.ts'
import { diverged, type Policy } from '../policies/index.ts'
import { generalisedAdvantages } from './returns.ts'
import type { Rollout } from './rollout.ts'
import { RolloutValues } from './rollout-values.ts'
import type { SourceNumbers } from './source.ts'

/** Finds what the steps of rollouts were worth to whoever took them, by GAE. */
export class AdvantageEstimator {
  readonly #name: string
  readonly #values: RolloutValues

  /**
   * @param critic whose values these are made of: the policy, or a target network.
   * @param name of what the rewards come from, for errors.
   */
  constructor(kernels: Kernels, policy: Policy, critic: Policy, numEnvs: number, name: string) {
    this.#name = name
    this.#values = new RolloutValues(kernels, policy, critic, numEnvs)
  }

  /**
   * Fills in advantages, the values that they are made of, and those of what came next.
   *
   * @param next normalised observations [E × size] that follow the rollout's last step.
   * @param masks of them.
   * @param valued whether the values are those of the critic as it is now.
   * @throws Error that says which of the numbers is to blame for an advantage that is not finite.
   */
  estimate(
    rollout: Rollout,
    next: Tensor,
    masks: Uint8Array | undefined,
    { gamma, gaeLambda }: SourceNumbers,
    valued = false,
  ): void {
    const { numEnvs, values, nextValues, normalisedRewards, dones, advantages } = rollout
    this.#values.fill(rollout, next, masks, valued)
    generalisedAdvantages(normalisedRewards, values, nextValues, dones, numEnvs, gamma, gaeLambda, advantages)
    requireFinite(rollout, this.#name)
  }
}

/** @throws Error that says which of the numbers is to blame for an advantage that is not finite. */
export function requireFinite({ values, nextValues, advantages, numEnvs }: Rollout, env: string): void {
  const row = advantages.findIndex((advantage) => !Number.isFinite(advantage))
  if (row < 0) return
  for (const value of [...values, ...nextValues])
    if (!Number.isFinite(value)) throw diverged(`the value of an observation is ${value}`)
  throw new Error(
    `environment ${env}: the rewards from step ${Math.floor(row / numEnvs) + 1} of the rollout on add up to an advantage of ${advantages[row]}; scale them down, as scaleRewards does, or set normaliseRewards`,
  )
}
