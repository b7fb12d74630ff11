/** Settings to start from in each environment: where they differ from the library's defaults. */
import type { Fields } from '../../../src/settings/paths.ts'

/** Of docs/results/cartpole.md: many epochs and a high learning rate, so that updates differ. */
const classic: Fields = { totalSteps: 150_000, numEnvs: 8, epochs: 10, optimiser: { learningRate: 1e-3 } }

const minatar: Fields = {
  totalSteps: 1_000_000,
  numEnvs: 32,
  rolloutSteps: 64,
  optimiser: { learningRate: 1e-3 },
  network: { convolutions: [{ filters: 16, size: 3 }], hidden: [128], activation: 'relu', sharedTrunk: true },
}

/** CleanRL's `ppo_continuous_action.py`. */
const mujoco: Fields = {
  totalSteps: 1_000_000,
  numEnvs: 1,
  rolloutSteps: 2048,
  epochs: 10,
  minibatches: 32,
  entropyCoefficient: 0,
  normaliseObservations: true,
  normaliseRewards: true,
  optimiser: { learningRate: 3e-4 },
}

const bandit: Fields = {
  totalSteps: 100_000,
  numEnvs: 8,
  rolloutSteps: 32,
  optimiser: { learningRate: 3e-3 },
}

const single: Readonly<Record<string, Fields>> = {
  'Pendulum-v1': {
    ...classic,
    totalSteps: 300_000,
    rolloutSteps: 256,
    gamma: 0.9,
    entropyCoefficient: 0,
    normaliseRewards: true,
  },
  'MountainCarContinuous-v0': { ...mujoco, totalSteps: 300_000, numEnvs: 8, rolloutSteps: 512, gamma: 0.999 },
  'Bandit-v0': bandit,
  'Bandit2D-v0': bandit,
}

/** Groups of environments, as the page offers them. */
export const groups = ['Classic control', 'MinAtar', 'MuJoCo', 'Bandits', 'Tabular'] as const
export type EnvironmentGroup = (typeof groups)[number]

export function groupOf(id: string): EnvironmentGroup {
  if (id.startsWith('MinAtar/')) return 'MinAtar'
  if (id.startsWith('Bandit')) return 'Bandits'
  if (id.endsWith('-v5')) return 'MuJoCo'
  return /^(Chain|CliffWalk|FourRooms|Garnet)-/.test(id) ? 'Tabular' : 'Classic control'
}

const byGroup: Readonly<Record<EnvironmentGroup, Fields>> = {
  'Classic control': classic,
  MinAtar: minatar,
  MuJoCo: mujoco,
  Bandits: bandit,
  Tabular: { totalSteps: 150_000, numEnvs: 8, optimiser: { learningRate: 1e-3 } },
}

export const presetOf = (id: string): Fields => single[id] ?? byGroup[groupOf(id)]
