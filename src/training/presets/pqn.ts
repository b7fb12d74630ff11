import type { Preset, PresetSettings } from './preset.ts'

/** One convolution and one layer, both with layer norm, for boards such as MinAtar's. */
export const boardNetwork: PresetSettings['network'] = {
  convolutions: [{ filters: 16, size: 3, layerNorm: true }],
  hidden: [128],
  activation: 'relu',
  layerNorm: true,
}

/**
 * The point is `mse`; what makes it PQN are the λ-returns over max q, the actions, the network and the optimiser. Its network
 * scales observations by 1/255 and begins with He's weights, which is left out here.
 */
export const pqn: Preset = {
  about:
    "PQN (Gallici et al. 2024): mse over max q, ε-greedy, with the settings of purejaxql's pqn_minatar.yaml",
  environments: {
    'MinAtar/*': {
      update: 'mse',
      stateValue: 'max',
      behaviour: { kind: 'epsilon-greedy', epsilon: '1..0.05,0.1' },
      numEnvs: 128,
      rolloutSteps: 32,
      epochs: 2,
      minibatches: 32,
      gaeLambda: 0.65,
      entropyCoefficient: 0,
      maxGradNorm: 10,
      evaluateGreedily: true,
      network: boardNetwork,
      optimiser: { kind: 'radam', learningRate: 5e-4, epsilon: 1e-8 },
    },
  },
}
