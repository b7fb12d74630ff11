/** Learning from recorded episodes, by `data`. */
import { catalogue } from '../../updates/index.ts'
import type { Preset } from './preset.ts'

const common = {
  numEnvs: 16,
  rolloutSteps: 64,
  epochs: 1,
  minibatches: 8,
  entropyCoefficient: 0,
  cloningCoefficient: 1,
  optimiser: { learningRate: 3e-3 },
} as const

export const cloning: Preset = {
  about: 'behaviour cloning: the likelihood of the recorded actions, and nothing else (f = 0)',
  settings: {
    ...common,
    update: { ...catalogue.a2c, name: 'cloning', about: 'f = 0', scale: { formula: '0' } },
  },
}

/** Â in deviations of a minibatch, over a temperature of 1, in place of the returns of the paper over 0.05. */
export const awr: Preset = {
  about: "advantage-weighted regression (Peng et al. 2019): each action's likelihood, weighted by e^(Â/τ)",
  settings: { ...common, update: { ...catalogue['awr-centred'], name: 'awr' } },
}
