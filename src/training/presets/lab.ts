import { cleanrlMujoco } from './cleanrl.ts'
import { minatarConvolution } from './minatar.ts'
import type { Preset, PresetSettings } from './preset.ts'

/** Of docs/results/cartpole.md: many epochs and a high learning rate, so that updates differ. */
const classic: PresetSettings = {
  totalSteps: 150_000,
  numEnvs: 8,
  epochs: 10,
  optimiser: { learningRate: 1e-3 },
}

const bandit: PresetSettings = {
  totalSteps: 100_000,
  numEnvs: 8,
  rolloutSteps: 32,
  optimiser: { learningRate: 3e-3 },
}

const tabular: PresetSettings = { totalSteps: 150_000, numEnvs: 8, optimiser: { learningRate: 1e-3 } }

export const lab: Preset = {
  about: "what the lab's page Train starts with: settings that learn within minutes",
  environments: {
    'CartPole-v1': classic,
    'Acrobot-v1': classic,
    'MountainCar-v0': classic,
    'Pendulum-v1': {
      ...classic,
      totalSteps: 300_000,
      rolloutSteps: 256,
      gamma: 0.9,
      entropyCoefficient: 0,
      normaliseRewards: true,
    },
    'MountainCarContinuous-v0': {
      ...cleanrlMujoco.settings,
      totalSteps: 300_000,
      numEnvs: 8,
      rolloutSteps: 512,
      gamma: 0.999,
    },
    'MinAtar/*': { ...minatarConvolution.settings, totalSteps: 1_000_000, numEnvs: 32 },
    '*-v5': { ...cleanrlMujoco.settings, totalSteps: 1_000_000 },
    'Bandit*': bandit,
    'Chain-*': tabular,
    'CliffWalk-*': tabular,
    'FourRooms-*': tabular,
    'Garnet-*': tabular,
  },
}
