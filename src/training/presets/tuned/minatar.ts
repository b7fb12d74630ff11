/** MinAtar: each game's own, of those that docs/results/tuned.md compares; its options and all six actions too. */
import { catalogue, changed } from '../../../updates/index.ts'
import type { TunedSettings } from './settings.ts'

const common = {
  totalSteps: 500_000,
  numEnvs: 64,
  network: { hidden: [64, 64], activation: 'relu' },
} as const satisfies TunedSettings

/** PureJaxRL's (examples/brax_minatar.ipynb). */
const pureJaxRl: TunedSettings = {
  ...common,
  rolloutSteps: 128,
  minibatches: 8,
  optimiser: { learningRate: 5e-3 },
}

/** The linear trust region over a temperature that docs/results/deep-rl.md found, with two networks. */
const linear: TunedSettings = {
  ...common,
  update: { ...changed(catalogue['spo-wide'], [['temperature', 0.44]]) },
  rolloutSteps: 64,
  epochs: 7,
  normaliseAdvantages: false,
  entropyCoefficient: 0.016,
  optimiser: { learningRate: 1.7e-3 },
}

/** The best of studies/tuned/search-seaquest.yaml: short rollouts, learnt from often. */
const seaquest: TunedSettings = {
  ...common,
  update: {
    ...changed(catalogue['spo-wide'], [
      ['temperature', 0.49],
      ['scale.trust', { kind: 'linear', epsilon: 0.48 }],
    ]),
  },
  rolloutSteps: 32,
  epochs: 8,
  minibatches: 8,
  gaeLambda: 0.8,
  normaliseAdvantages: false,
  entropyCoefficient: 0.0069,
  optimiser: { learningRate: 1.87e-3 },
}

export const minatar: Readonly<Record<string, TunedSettings>> = {
  'MinAtar/Asterix-*': pureJaxRl,
  'MinAtar/Breakout-*': pureJaxRl,
  'MinAtar/Freeway-*': linear,
  'MinAtar/Seaquest-*': seaquest,
  'MinAtar/SpaceInvaders-*': linear,
}
