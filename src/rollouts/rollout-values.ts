import type { Kernels, Tensor } from '../kernels/index.ts'
import type { Policy } from '../policies/index.ts'
import type { FinalObservation, Rollout } from './rollout.ts'

/** V of the steps of rollouts and of what came next, by the critic as it is now; terminated and truncated kept apart. */
export class RolloutValues {
  readonly #policy: Policy
  readonly #critic: Policy
  /** Normalised observations [E × size] that ended episodes, and their values. */
  readonly #finals: Tensor
  readonly #found: Float32Array

  /** @param policy that has normalised the observations. */
  constructor(kernels: Kernels, policy: Policy, critic: Policy, numEnvs: number) {
    this.#policy = policy
    this.#critic = critic
    this.#finals = kernels.tensor(numEnvs * policy.observationSize)
    this.#found = new Float32Array(numEnvs)
  }

  /**
   * Fills in `values` and `nextValues`.
   *
   * @param next normalised observations [E × size] that follow the rollout's last step.
   * @param masks of them.
   * @param valued whether the values are those of the critic as it is now.
   */
  fill(rollout: Rollout, next: Tensor, masks: Uint8Array | undefined, valued = false): void {
    const { rows, numEnvs, values, nextValues, terminated } = rollout
    if (!valued) this.#critic.values(rollout.observations, rows, values, 0, rollout.masks)
    nextValues.set(values.subarray(numEnvs))
    this.#critic.values(next, numEnvs, nextValues, rows - numEnvs, masks)
    for (let row = 0; row < rows; row++) if (terminated[row]) nextValues[row] = 0
    this.#bootstrapTruncated(rollout)
  }

  /** Truncated episodes bootstrap from their own final observation, E at a time. */
  #bootstrapTruncated({ finalObservations, numEnvs, nextValues }: Rollout): void {
    const size = this.#policy.observationSize
    for (let start = 0; start < finalObservations.length; start += numEnvs) {
      const batch = finalObservations.slice(start, start + numEnvs)
      const data = this.#finals.data
      for (const [i, { observation }] of batch.entries())
        this.#policy.normalisation.observe(observation, data.subarray(i * size, (i + 1) * size))
      this.#critic.values(this.#finals, batch.length, this.#found, 0, masksOf(batch))
      for (const [i, { row }] of batch.entries()) nextValues[row] = this.#found[i]
    }
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
