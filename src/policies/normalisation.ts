/** Running mean and variance of vectors of `size` numbers, by parallel updates (Chan et al. 1979), in float64. */
export class RunningMoments {
  readonly mean: Float64Array
  readonly variance: Float64Array
  /**
   * Vectors seen. Those of 0.1.0 counted the start, mean 0 and variance 1, as 1e-4 of one, which stayed in the variance: 1e-4
   * of the square of a mean that is far from 0. Its checkpoints bring their count along, and go on to the same bits.
   */
  count = 0

  constructor(size: number) {
    this.mean = new Float64Array(size)
    this.variance = new Float64Array(size).fill(1)
  }

  /** Takes in `rows` vectors [rows × size]. */
  update(vectors: ArrayLike<number>, rows: number): void {
    const size = this.mean.length
    const total = this.count + rows
    for (let i = 0; i < size; i++) {
      let sum = 0
      for (let r = 0; r < rows; r++) sum += vectors[r * size + i]
      const mean = sum / rows
      let squares = 0
      for (let r = 0; r < rows; r++) squares += (vectors[r * size + i] - mean) ** 2
      const delta = mean - this.mean[i]
      this.mean[i] += (delta * rows) / total
      this.variance[i] =
        (this.variance[i] * this.count + squares + (delta * delta * this.count * rows) / total) / total
    }
    this.count = total
  }
}

/** Normalised numbers are clipped to ±this, and this is added to variances, as in Gymnasium's wrappers. */
export const NORMALISER_CLIP = 10
export const NORMALISER_EPSILON = 1e-8

const clipped = (value: number) => Math.max(-NORMALISER_CLIP, Math.min(NORMALISER_CLIP, value))

/**
 * What a policy has learned about the scale of its inputs and rewards. It belongs to the policy: weights without it
 * would see other numbers than they were trained on.
 */
export class RunningNormalisation {
  readonly observations: RunningMoments | undefined
  /** Moments of the discounted return, whose deviation rewards are divided by. */
  readonly returns: RunningMoments | undefined

  constructor(observationSize: number, normaliseObservations: boolean, normaliseRewards: boolean) {
    if (normaliseObservations) this.observations = new RunningMoments(observationSize)
    if (normaliseRewards) this.returns = new RunningMoments(1)
  }

  /** Writes the normalised observations `source` [rows × size] to `target`, which has the same shape. */
  observe(source: Float32Array, target: Float32Array): void {
    const moments = this.observations
    if (!moments) {
      target.set(source)
      return
    }
    const size = moments.mean.length
    for (let i = 0; i < source.length; i++) {
      const d = i % size
      target[i] = clipped((source[i] - moments.mean[d]) / Math.sqrt(moments.variance[d] + NORMALISER_EPSILON))
    }
  }

  /** A reward in units of the return's deviation. */
  reward(reward: number): number {
    return this.returns ? clipped(reward / Math.sqrt(this.returns.variance[0] + NORMALISER_EPSILON)) : reward
  }
}
