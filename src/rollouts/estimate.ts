import type { Kernels, Tensor } from '../kernels/index.ts'
import { diverged, type Policy } from '../policies/index.ts'
import { generalisedAdvantages } from './returns.ts'
import type { FinalObservation, Rollout } from './rollout.ts'
import type { VectorEnvironment } from './vector-environment.ts'

/** Finds what the steps of rollouts were worth, by the policy's critic; terminated and truncated kept apart. */
export class AdvantageEstimator {
  readonly #policy: Policy
  readonly #environments: VectorEnvironment
  readonly #gamma: number
  /** Normalised observations [E × size] that follow the rollout's last step, or that ended episodes. */
  readonly #beyond: Tensor
  readonly #found: Float32Array

  constructor(kernels: Kernels, policy: Policy, environments: VectorEnvironment, gamma: number) {
    this.#policy = policy
    this.#environments = environments
    this.#gamma = gamma
    this.#beyond = kernels.tensor(environments.numEnvs * policy.observationSize)
    this.#found = new Float32Array(environments.numEnvs)
  }

  /**
   * Fills in advantages, the values that they are made of, and those of what came next. The environments are where the
   * rollout left them.
   *
   * @param valued whether the values are those of the critic as it is now.
   * @throws Error that says which of the numbers is to blame for an advantage that is not finite.
   */
  estimate(rollout: Rollout, lambda: number, valued: boolean): void {
    const { rows, numEnvs, values, nextValues, normalisedRewards, dones, advantages } = rollout
    const { observations, masks } = this.#environments
    if (!valued) this.#policy.values(rollout.observations, rows, values, 0, rollout.masks)
    nextValues.set(values.subarray(numEnvs))
    this.#policy.normalisation.observe(observations, this.#beyond.data)
    this.#policy.values(this.#beyond, numEnvs, nextValues, rows - numEnvs, masks)
    for (let row = 0; row < rows; row++) if (rollout.terminated[row]) nextValues[row] = 0
    this.#bootstrapTruncated(rollout)
    generalisedAdvantages(
      normalisedRewards,
      values,
      nextValues,
      dones,
      numEnvs,
      this.#gamma,
      lambda,
      advantages,
    )
    this.#requireFinite(rollout)
  }

  /** Truncated episodes bootstrap from their own final observation, E at a time. */
  #bootstrapTruncated({ finalObservations, numEnvs, nextValues }: Rollout): void {
    const size = this.#policy.observationSize
    for (let start = 0; start < finalObservations.length; start += numEnvs) {
      const batch = finalObservations.slice(start, start + numEnvs)
      const data = this.#beyond.data
      for (const [i, { observation }] of batch.entries())
        this.#policy.normalisation.observe(observation, data.subarray(i * size, (i + 1) * size))
      this.#policy.values(this.#beyond, batch.length, this.#found, 0, masksOf(batch))
      for (const [i, { row }] of batch.entries()) nextValues[row] = this.#found[i]
    }
  }

  #requireFinite({ values, nextValues, advantages, numEnvs }: Rollout): void {
    const row = advantages.findIndex((advantage) => !Number.isFinite(advantage))
    if (row < 0) return
    for (const value of [...values, ...nextValues])
      if (!Number.isFinite(value)) throw diverged(`the value of an observation is ${value}`)
    throw new Error(
      `environment ${this.#environments.id}: the rewards from step ${Math.floor(row / numEnvs) + 1} of the rollout on add up to an advantage of ${advantages[row]}; scale them down, as scaleRewards does, or set normaliseRewards`,
    )
  }
}

/** Allowed actions of all of them [finals × n]: every action of one that ended before any mask was given. */
function masksOf(finals: readonly FinalObservation[]): Uint8Array | undefined {
  const size = finals.find(({ mask }) => mask)?.mask?.length
  if (size === undefined) return undefined
  const masks = new Uint8Array(finals.length * size).fill(1)
  for (const [i, { mask }] of finals.entries()) if (mask) masks.set(mask, i * size)
  return masks
}
