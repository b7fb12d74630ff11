/** Settings that the peers have too, on top of formscale's defaults, which are CleanRL's `ppo.py`. */
export const tasks = {
  cartpole: { env: 'CartPole-v1' },
  /** CleanRL's `ppo_continuous_action.py`. */
  halfcheetah: {
    env: 'HalfCheetah-v5',
    numEnvs: 1,
    rolloutSteps: 2048,
    epochs: 10,
    minibatches: 32,
    entropyCoefficient: 0,
    normaliseObservations: true,
    normaliseRewards: true,
    optimiser: { learningRate: 3e-4 },
  },
  /** As in studies/environments.yaml. */
  breakout: {
    env: 'MinAtar/Breakout-v1',
    numEnvs: 64,
    rolloutSteps: 64,
    optimiser: { learningRate: 1e-3 },
    network: {
      convolutions: [{ filters: 16, size: 3 }],
      hidden: [128],
      activation: 'relu',
      sharedTrunk: true,
    },
  },
}
