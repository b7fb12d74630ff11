import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import type { BatchPolicy } from '../environment.ts'
import { isVector, shown } from '../invalid.ts'
import { rejectUnknownOptions, requireInteger, requireNoise } from '../options.ts'
import { TabularEnvironment } from '../tabular/environment.ts'
import { TabularMdp } from '../tabular/mdp.ts'
import { drawBandit } from './bandit-picture.ts'
import { maximum, requireDistributions } from './grid.ts'

const ID = 'Bandit-v0'

/** What may be chosen about `Bandit-v0`. */
export interface BanditOptions {
  /** Number of arms k, 2 … 1000; that of `means` where they are given. */
  arms: number
  /** Expected reward of each arm, [k]; from 1 down to 0 in equal steps where they are not given. */
  means: readonly number[]
  /** Standard deviation of the Gaussian noise on a reward, ≥ 0. */
  noise: number
}

/**
 * A k-armed bandit as an MDP of one state: each episode ends with the first action. By default three arms worth 1, ½ and 0, with a
 * noise of 0.3.
 *
 * Observation [1]: always 1. Reward: the arm's mean plus Gaussian noise.
 */
export class Bandit extends TabularEnvironment {
  override readonly frameRate = 2

  constructor(options: Partial<BanditOptions> = {}) {
    rejectUnknownOptions(ID, options, ['arms', 'means', 'noise'])
    const { arms = options.means?.length ?? 3, noise = 0.3 } = options
    requireInteger(ID, 'arms', arms, 2, 1000)
    requireNoise(ID, noise)
    const { means = Array.from({ length: arms }, (_, arm) => 1 - arm / (arms - 1)) } = options
    requireMeans(means, arms)
    super(ID, banditMdp(means), { noise })
  }

  /**
   * Expected reward that `policy`, asked once, loses per step against the best arm.
   *
   * @throws Error if it gives no distribution.
   */
  override regret(policy: BatchPolicy): number {
    const means = this.mdp.expectedRewards
    const probabilities = policy(Float32Array.of(1))
    requireDistributions(ID, probabilities, 1, means.length)
    const best = maximum(means)
    return means.reduce((lost, mean, arm) => lost + probabilities[arm] * (best - mean), 0)
  }

  /** Its arms; there is no state to show. */
  override draw(canvas: Canvas, size: PictureSize): void {
    drawBandit(canvas, size, this.mdp.expectedRewards, this.noise)
  }
}

function requireMeans(means: readonly number[], arms: number): void {
  if (!isVector(means, arms))
    throw new Error(`${ID}: option means must be one finite number per arm (${arms}), got ${shown(means)}`)
}

function banditMdp(means: readonly number[]): TabularMdp {
  return new TabularMdp({
    states: 1,
    actions: means.length,
    start: [1],
    transitions: (_, arm) => [{ probability: 1, next: 0, reward: means[arm], terminated: true }],
  })
}
