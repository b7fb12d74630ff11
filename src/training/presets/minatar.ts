import type { Preset } from './preset.ts'

const many = { numEnvs: 64, rolloutSteps: 64 }

export const minatar: Preset = {
  about: 'MinAtar with a 64-64 network, fast enough for searches',
  settings: { ...many, network: { hidden: [64, 64], activation: 'relu', sharedTrunk: true } },
}

/** One convolution below one layer, as MinAtar's authors have it. */
export const minatarConvolution: Preset = {
  about: 'MinAtar with the network of its authors: 16 filters of 3×3, 128 units (Young and Tian 2019)',
  settings: {
    ...many,
    optimiser: { learningRate: 1e-3 },
    network: {
      convolutions: [{ filters: 16, size: 3 }],
      hidden: [128],
      activation: 'relu',
      sharedTrunk: true,
    },
  },
}
