/** MinAtar: each game's own, of those that docs/results/tuned.md compares; its options and all six actions too. */
import { catalogue, changed } from '../../../updates/index.ts'
import { boardNetwork } from '../pqn.ts'
import type { TunedSettings } from './settings.ts'

/** PureJaxRL's (examples/brax_minatar.ipynb), which are better on Breakout. */
const pureJaxRl: TunedSettings = {
  totalSteps: 500_000,
  numEnvs: 64,
  rolloutSteps: 128,
  minibatches: 8,
  network: { hidden: [64, 64], activation: 'relu' },
  optimiser: { learningRate: 5e-3 },
}

/** The best of studies/tuned/search-minatar-small.yaml: short rollouts, minibatches of 64, PQN's convolution and layer norms. */
const small: TunedSettings = {
  totalSteps: 500_000,
  update: { ...changed(catalogue.ppo, [['temperature', 0.4027]]) },
  numEnvs: 64,
  rolloutSteps: 32,
  epochs: 2,
  minibatches: 32,
  gaeLambda: 0.8,
  normaliseAdvantages: 'raw',
  entropyCoefficient: 0.01791,
  maxGradNorm: 10,
  network: { ...boardNetwork, hidden: [64, 64] },
  optimiser: { kind: 'radam', learningRate: 2.821e-3, epsilon: 1e-8 },
}

export const minatar: Readonly<Record<string, TunedSettings>> = {
  'MinAtar/Asterix-*': small,
  'MinAtar/Breakout-*': pureJaxRl,
  'MinAtar/Freeway-*': small,
  'MinAtar/Seaquest-*': small,
  'MinAtar/SpaceInvaders-*': small,
}
