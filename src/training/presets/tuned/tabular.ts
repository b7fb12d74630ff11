/** Bandits and tabular tasks, where the regret is known exactly. */
import type { TunedSettings } from './settings.ts'

const common = {
  totalSteps: 50_000,
  numEnvs: 8,
  rolloutSteps: 128,
  epochs: 8,
  valueClip: null,
  normaliseRewards: true,
  entropyCoefficient: 0,
  optimiser: { learningRate: 3e-3 },
} as const satisfies TunedSettings

export const tabular: Readonly<Record<string, TunedSettings>> = {
  'Bandit-v0': common,
  'Bandit2D-v0': common,
  'Chain-v0': common,
  'CliffWalk-v0': { ...common, totalSteps: 100_000, numEnvs: 32, rolloutSteps: 64, minibatches: 8 },
  'FourRooms-v0': common,
  'Garnet-v0': common,
}
