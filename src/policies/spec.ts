import type { Space } from '../envs/index.ts'
import type { NetworkSettings } from '../networks/index.ts'
import type { StateValue } from './tied-critic.ts'

/** What a policy is made of, apart from its weights. */
export interface PolicySpec {
  readonly observationSpace: Space
  readonly actionSpace: Space
  readonly network: NetworkSettings
  /** A value network of its own, or V(s) read off the outputs, which are then action values / temperature. */
  readonly critic: 'separate' | { readonly tied: StateValue; readonly temperature: number }
  readonly normaliseObservations: boolean
  readonly normaliseRewards: boolean
  readonly seed: number
}
