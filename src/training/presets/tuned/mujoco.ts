/** MuJoCo: CleanRL's settings with more environments, a larger learning rate and a narrower policy to begin with. */
import { catalogue, changed } from '../../../updates/index.ts'
import { cleanrlMujoco } from '../cleanrl.ts'
import type { TunedSettings } from './settings.ts'

const common = {
  ...cleanrlMujoco.settings,
  totalSteps: 400_000,
  numEnvs: 4,
  rolloutSteps: 512,
  minibatches: 16,
  valueClip: null,
  network: { initialLogStd: -1 },
  optimiser: { learningRate: 1e-3 },
} as const satisfies TunedSettings

/** Mirror descent ended at 2,730 and 2,292 on Hopper's tuning seeds, ppo with four environments at 1,835. */
const hopper: TunedSettings = {
  ...cleanrlMujoco.settings,
  totalSteps: 400_000,
  update: { ...changed(catalogue.mdpo, [['scale.beta', 1]]) },
  valueClip: null,
  optimiser: { learningRate: 1e-3 },
}

/** The best of ppo's sixty points on HalfCheetah, Hopper and Walker2d: docs/results/mujoco-class.md. */
const runner: TunedSettings = {
  ...common,
  update: { ...changed(catalogue.ppo, [['scale.trust', { kind: 'clip', low: 0.4, high: 0.4 }]]) },
  epochs: 5,
  gaeLambda: 0.9,
  entropyCoefficient: 0.001,
  optimiser: { learningRate: 9.151e-4 },
}

export const mujoco: Readonly<Record<string, TunedSettings>> = {
  'InvertedPendulum-v5': { ...common, totalSteps: 200_000, rolloutSteps: 256, network: {} },
  'InvertedDoublePendulum-v5': common,
  'Reacher-v5': common,
  // Its strokes pay after hundreds of steps.
  'Swimmer-v5': { ...common, gamma: 0.9999, gaeLambda: 0.99, network: { initialLogStd: -0.5 } },
  'Hopper-v5': hopper,
  'HalfCheetah-v5': runner,
  'Walker2d-v5': runner,
  'Ant-v5': { ...common, totalSteps: 200_000 },
}
