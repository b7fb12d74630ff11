import { expect, test } from 'vitest'
import { settingsOf } from '../settings/list.ts'
import { type ConfigInput, resolveConfig } from './config.ts'
import { layBeneath } from './presets/index.ts'
import { configSchema } from './schema.ts'
import { settingMeant } from './words.ts'

test('American spelling names the same settings', () => {
  const american: ConfigInput = {
    env: 'CartPole-v1',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    normalizeAdvantages: false,
    normalizeObservations: true,
    normalizeRewards: true,
    behavior: { kind: 'uniform' },
    network: { hidden: [8], initialization: 'uniform' },
  }
  const british: ConfigInput = {
    env: 'CartPole-v1',
    optimiser: { kind: 'sgd', learningRate: 0.1 },
    normaliseAdvantages: false,
    normaliseObservations: true,
    normaliseRewards: true,
    behaviour: { kind: 'uniform' },
    network: { hidden: [8], initialisation: 'uniform' },
  }
  expect(resolveConfig(american)).toEqual(resolveConfig(british))
})

test('they lie over settings in the other spelling, group by group', () => {
  expect(layBeneath({ optimiser: { kind: 'sgd', beta1: 0.5 } }, { optimizer: { kind: 'adam' } })).toEqual({
    optimiser: { kind: 'adam', beta1: 0.5 },
  })
  const { optimiser } = resolveConfig({
    env: 'Hopper-v5',
    preset: 'cleanrl-mujoco',
    optimizer: { beta1: 0.5 },
  })
  expect(optimiser).toMatchObject({ learningRate: 3e-4, beta1: 0.5 })
})

test('a setting in both spellings is refused, wherever it stands', () => {
  const both = { normalizeRewards: true, normaliseRewards: false }
  expect(() => resolveConfig({ env: 'CartPole-v1', ...both })).toThrow(
    /^normalizeRewards and normaliseRewards are the same setting; give it once$/,
  )
  const network = { initialisation: 'uniform', initialization: 'uniform' }
  expect(() => resolveConfig({ env: 'CartPole-v1', network })).toThrow(
    /^network.initialization and network.initialisation are the same setting/,
  )
})

test.each([
  ['learningRate', 'optimiser.learningRate'],
  ['learning_rate', 'optimiser.learningRate'],
  ['lr', 'optimiser.learningRate'],
  ['steps', 'totalSteps'],
  ['total_timesteps', 'totalSteps'],
  ['n_steps', 'rolloutSteps: steps of each environment between updates'],
  ['nEnvs', 'numEnvs'],
  [
    'batch_size',
    'minibatches, their number and not their size: numEnvs × rolloutSteps ÷ minibatches is the size of one',
  ],
  ['clip_range', 'update.scale.trust.low and update.scale.trust.high'],
  ['ent_coef', 'entropyCoefficient'],
  ['exploration_fraction', 'behaviour.epsilon, a schedule: 1..0.05,0.1 in the first tenth of the run'],
  ['epsilon', 'behaviour.epsilon of epsilon-greedy, or optimiser.epsilon of Adam'],
  ['vf_coef', 'valueCoefficient'],
  ['update_epochs', 'epochs'],
  ['hidden', 'network.hidden'],
  ['device', undefined],
])('%s of another library is an error that leads to ours', (name, ours) => {
  expect(() => resolveConfig({ env: 'CartPole-v1', [name]: 1 })).toThrow(
    ours === undefined
      ? /^unknown setting 'device'; here it is nothing: training runs on the processor$/
      : `unknown setting '${name}'; here it is ${ours}`,
  )
})

test('in a group too, and what nothing is known of gets the nearest name', () => {
  const of = (settings: object) => () => resolveConfig({ env: 'CartPole-v1', ...settings })
  expect(of({ optimizer: { lr: 1 } })).toThrow(
    "unknown setting 'optimiser.lr'; here it is optimiser.learningRate",
  )
  expect(of({ gama: 1 })).toThrow("unknown setting 'gama'; did you mean gamma?")
  expect(of({ gae_lambda: 1, max_grad_norm: 1 })).toThrow("'gae_lambda'; here it is gaeLambda")
})

test("every path that an answer begins with is a setting, an update's or none at all", () => {
  const paths = settingsOf(configSchema).map(({ path }) => path)
  const known = [
    'nothing',
    'network',
    'optimiser',
    'update.scale.trust.low',
    "a part of the environment's id",
    ...paths,
  ]
  for (const name of [
    'policyKwargs',
    'verbose',
    'tensorboardLog',
    'envId',
    'saveFreq',
    'netArch',
    'clipVloss',
    'normalize',
  ])
    expect(known).toContain(settingMeant(name)!.split(/:|,| and /)[0])
})
