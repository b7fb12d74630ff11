import { catalogue } from '../../updates/index.ts'
import type { Preset, PresetSettings } from './preset.ts'

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

/** Three convolutions and a wide layer, which frames of 84×84 are seen with (Mnih et al. 2015). */
export const screenNetwork: PresetSettings['network'] = {
  convolutions: [
    { filters: 32, size: 8, stride: 4 },
    { filters: 64, size: 4, stride: 2 },
    { filters: 64, size: 3 },
  ],
  hidden: [512],
  activation: 'relu',
  sharedTrunk: true,
}

/** The wrappers of its environments are asked for in the id, as docs/environments.md has them. */
export const cleanrlAtari: Preset = {
  about: "CleanRL's ppo_atari.py: Atari from pixels",
  environments: {
    'ALE/*': {
      update: {
        ...catalogue.ppo,
        name: 'ppo',
        scale: { ...catalogue.ppo.scale, trust: { kind: 'clip', low: 0.1, high: 0.1 } },
      },
      numEnvs: 8,
      rolloutSteps: 128,
      epochs: 4,
      minibatches: 4,
      valueClip: 0.1,
      entropyCoefficient: 0.01,
      network: screenNetwork,
      optimiser: { learningRate: 2.5e-4 },
    },
  },
}
