import type { Preset } from './preset.ts'

/** CleanRL's `ppo.py` has the library's defaults. */
export const cleanrlMujoco: Preset = {
  about: "CleanRL's ppo_continuous_action.py: MuJoCo, and continuous actions in general",
  settings: {
    numEnvs: 1,
    rolloutSteps: 2048,
    epochs: 10,
    minibatches: 32,
    entropyCoefficient: 0,
    normaliseObservations: true,
    normaliseRewards: true,
    optimiser: { learningRate: 3e-4 },
  },
}
