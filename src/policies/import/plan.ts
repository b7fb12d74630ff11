import type { NetworkSettings } from '../../networks/index.ts'

/** How the networks of somebody else become ours. */
export interface ImportPlan {
  readonly network: Pick<NetworkSettings, 'convolutions' | 'hidden' | 'activation' | 'sharedTrunk'>
  /** Whether there is a value network of the policy's shape. */
  readonly critic: boolean
  /** Layers of ours, by their parameters' names, and of theirs. */
  readonly layers: readonly (readonly [ours: string, theirs: string])[]
  /** Where the log-std of continuous actions is. */
  readonly logStd: string
  /** Their networks divide pixels by 255 first. */
  readonly pixels: boolean
  /** What is not as it was, for the user to know. */
  readonly notes: readonly string[]
}

/** The convolutions of Mnih et al. (2015), whose strides no weight tells. */
export const natureConvolutions = [
  { filters: 32, size: 8, stride: 4 },
  { filters: 64, size: 4, stride: 2 },
  { filters: 64, size: 3, stride: 1 },
] as const

const activations: Readonly<Record<string, NetworkSettings['activation']>> = {
  Tanh: 'tanh',
  ReLU: 'relu',
  SiLU: 'silu',
}

/** @throws Error for one that formscale lacks. @param name as torch calls it. */
export function activationOf(name: string): NetworkSettings['activation'] {
  if (Object.hasOwn(activations, name)) return activations[name]
  throw new Error(`the activation is ${name}; formscale has ${Object.keys(activations).join(', ')}`)
}
