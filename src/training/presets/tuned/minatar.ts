/** MinAtar: the linear trust region over a temperature of docs/results/deep-rl.md, with two networks. */
import { catalogue, changed } from '../../../updates/index.ts'
import type { TunedSettings } from './settings.ts'

export const minatar: Readonly<Record<string, TunedSettings>> = {
  'MinAtar/*': {
    totalSteps: 500_000,
    update: { ...changed(catalogue['spo-wide'], [['temperature', 0.44]]) },
    numEnvs: 64,
    rolloutSteps: 64,
    epochs: 7,
    normaliseAdvantages: false,
    entropyCoefficient: 0.016,
    network: { hidden: [64, 64], activation: 'relu' },
    optimiser: { learningRate: 1.7e-3 },
  },
}
