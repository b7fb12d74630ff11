/** The runs whose weights have digests: every member of the family on every kind of network, and each setting once. */
import type { MemberName, TrainOptions, UpdateSpec } from '../../src/index.ts'

type Settings = Partial<TrainOptions>

/** Three updates that move the policy far enough for trust regions to bind, by calls that two threads divide. */
const short = {
  seed: 7,
  numEnvs: 8,
  rolloutSteps: 32,
  totalSteps: 768,
  epochs: 3,
  minibatches: 2,
  network: { hidden: [64, 64] },
  optimiser: { learningRate: 0.03 },
  deterministic: true,
} satisfies Settings

const kinds = {
  categorical: { env: 'CartPole-v1' },
  gaussian: { env: 'Pendulum-v1' },
  convolution: {
    env: 'MinAtar/Breakout-v1',
    network: { convolutions: [{ filters: 4, size: 3 }], hidden: [16] },
  },
} satisfies Record<string, Settings>

/** Between the members: parameters that no member sets. */
const points: Record<string, Settings['update']> = {
  'alphas, tanh': {
    form: 'policy',
    reference: 'logprob',
    scale: { alphaR: 0.5, alphaO: -0.5, beta: 0.3, omega: 0.5, cap: 1.5, robust: { kind: 'tanh', kappa: 1 } },
  },
  'value form, clip, log': {
    form: 'value',
    reference: 'logprob',
    temperature: 0.5,
    scale: { beta: 0.2, trust: { kind: 'clip', low: 0.1, high: 0.3 }, robust: { kind: 'log', kappa: 0.5 } },
  },
  'policy form of the outputs': {
    form: 'policy',
    reference: 'output',
    temperature: 2,
    scale: { alphaR: -0.1, beta: 1, omega: 1, cap: 2 },
  },
}

/** Settings that decide how a run learns, one at a time, on CartPole where nothing else is said. */
const variants: Record<string, Settings> = {
  'data=log': { data: 'log', update: 'off-policy-pg' },
  'gradient=exact': { gradient: 'exact', env: 'FourRooms-v0', minibatches: 1 },
  'gradient=exact, tied': { gradient: 'exact', env: 'FourRooms-v0', minibatches: 1, update: 'mve' },
  normalised: { normaliseObservations: true, normaliseRewards: true },
  'advantages as they are': { normaliseAdvantages: false },
  sharedTrunk: { network: { hidden: [64], sharedTrunk: true, layerNorm: true, activation: 'relu' } },
  'uniform weights, silu': { network: { hidden: [64], initialisation: 'uniform', activation: 'silu' } },
  sgd: { optimiser: { kind: 'sgd', momentum: 0.9, learningRate: 0.1, schedule: 'cosine' } },
  targetKl: { targetKl: 0.001 },
  'no clipping': { valueClip: null, maxGradNorm: null },
  'stateValue=max': { update: 'mse', stateValue: 'max' },
  'radam, layer norm in a convolution': {
    env: 'MinAtar/Breakout-v1',
    update: 'mse',
    network: { convolutions: [{ filters: 4, size: 3, layerNorm: true }], hidden: [16], layerNorm: true },
    optimiser: { kind: 'radam', learningRate: 1e-3 },
  },
  'behaviour=epsilon-greedy': {
    update: 'off-policy-pg',
    behaviour: { kind: 'epsilon-greedy', epsilon: '1..0.05,0.5' },
  },
  'behaviour=softmax, log': { data: 'log', behaviour: { kind: 'softmax', temperature: 2 } },
  'behaviour=uniform, tied': { update: 'mve', behaviour: { kind: 'uniform' } },
  'stateValue=soft, log': { update: 'mve', stateValue: 'soft', data: 'log' },
}

/** A digest's name → the settings of its run. */
export function digestedRuns(
  catalogue: Readonly<Record<MemberName, UpdateSpec>>,
): ReadonlyMap<string, TrainOptions> {
  const runs = new Map<string, TrainOptions>()
  for (const [member, { reference }] of Object.entries(catalogue))
    for (const [kind, settings] of Object.entries(kinds)) {
      // Outputs that are action values need a finite number of actions.
      if (kind === 'gaussian' && reference === 'output') continue
      runs.set(`${member}, ${kind}`, { ...short, ...settings, update: member })
    }
  for (const [name, update] of Object.entries(points))
    runs.set(`point: ${name}`, { ...short, ...kinds.categorical, ...(update && { update }) })
  for (const [name, settings] of Object.entries(variants))
    runs.set(name, { ...short, env: 'CartPole-v1', ...settings })
  return runs
}
