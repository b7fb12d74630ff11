import type { Space } from '../envs/index.ts'
import type { NetworkSettings } from '../networks/index.ts'
import type { Features } from './features.ts'
import type { TiedCritic } from './tied-critic.ts'

/** What a policy is made of, apart from its weights. */
export interface PolicySpec {
  readonly observationSpace: Space
  readonly actionSpace: Space
  readonly network: NetworkSettings
  /**
   * A value network of its own, or V(s) read off the outputs, which are then action values / temperature. `none`: a policy
   * that only acts.
   */
  readonly critic: 'separate' | 'none' | TiedCritic
  readonly normaliseObservations: boolean
  readonly normaliseRewards: boolean
  readonly seed: number
  /** How raw rows become observations, where it learnt from logged decisions. */
  readonly features?: Features
}
