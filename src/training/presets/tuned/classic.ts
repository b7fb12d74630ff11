/** Classic control: rl-baselines3-zoo's settings and what a search around them found. */
import type { TunedSettings } from './settings.ts'

const common = { entropyCoefficient: 0, valueCoefficient: 1, valueClip: null } as const

const normalised = {
  ...common,
  numEnvs: 16,
  epochs: 10,
  normaliseObservations: true,
  normaliseRewards: true,
} as const

/** Both have rewards of −1 a step until a goal that random actions seldom reach. */
const far = { ...normalised, rolloutSteps: 64, optimiser: { learningRate: 2e-3 } } as const

export const classic: Readonly<Record<string, TunedSettings>> = {
  // The zoo's, at twice the learning rate, and as many steps of it in half the passes.
  'CartPole-v1': {
    ...common,
    totalSteps: 100_000,
    numEnvs: 8,
    rolloutSteps: 32,
    minibatches: 2,
    epochs: 10,
    gamma: 0.98,
    gaeLambda: 0.8,
    optimiser: { learningRate: 2e-3 },
  },
  'Acrobot-v1': { ...far, totalSteps: 200_000, gaeLambda: 0.94 },
  'MountainCar-v0': { ...far, totalSteps: 300_000, gaeLambda: 0.98 },
  // A deviation of e makes the first forces full ones either way: with less of it some runs never find the goal.
  'MountainCarContinuous-v0': {
    ...normalised,
    totalSteps: 150_000,
    rolloutSteps: 128,
    minibatches: 16,
    gamma: 0.9999,
    network: { initialLogStd: 1 },
    optimiser: { learningRate: 1e-3 },
  },
  'Pendulum-v1': {
    ...common,
    totalSteps: 200_000,
    update: 'spo-wide',
    numEnvs: 4,
    rolloutSteps: 256,
    minibatches: 16,
    epochs: 16,
    gamma: 0.95,
    gaeLambda: 0.9,
    normaliseRewards: true,
    optimiser: { learningRate: 1e-3 },
  },
}
