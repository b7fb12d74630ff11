import { describe, expect, test } from 'vitest'
import { catalogue } from '../updates/index.ts'
import { resolveConfig } from './config.ts'

test('what is left out takes its default, and the whole survives JSON', () => {
  const config = resolveConfig({ env: 'CartPole-v1' })
  expect(config).toMatchObject({
    update: catalogue.ppo,
    numEnvs: 4,
    gamma: 0.99,
    network: { hidden: [64, 64] },
    optimiser: { learningRate: 2.5e-4 },
  })
  expect(resolveConfig(JSON.parse(JSON.stringify(config)))).toEqual(config)
})

test('advantages as 0.1.0 had them are read as before', () => {
  const of = (normaliseAdvantages: boolean) =>
    resolveConfig({ env: 'CartPole-v1', normaliseAdvantages }).normaliseAdvantages
  expect([of(true), of(false)]).toEqual(['standardised', 'raw'])
})

describe('a wrong setting is named, with what it may be', () => {
  test.each<[Record<string, unknown>, RegExp]>([
    [{ gamma: 1.5 }, /^gamma is 1.5; it must be at most 1$/],
    [{ gamma: 'high' }, /^gamma is "high"; it must be a number$/],
    [{ gamma: Number.NaN }, /^gamma is NaN; it must be a number$/],
    [{ totalSteps: 0 }, /^totalSteps is 0; it must be at least 1$/],
    [{ numEnvs: 2.5 }, /^numEnvs is 2.5; it must be a whole number$/],
    [
      { normaliseAdvantages: 'none' },
      /^normaliseAdvantages is "none"; it must be one of standardised, centred, scaled, raw$/,
    ],
    [{ valueClip: 0 }, /^valueClip is 0; it must be more than 0$/],
    [{ deterministic: 1 }, /^deterministic is 1; it must be true or false$/],
    [{ threads: 'all' }, /^threads is "all"; it must be a number, or "auto"$/],
    [
      { network: { hidden: Array(17).fill(1) } },
      /^network.hidden is \[.*\]; it must be a list of at most 16$/,
    ],
    [{ network: 'mlp' }, /^network is "mlp"; it must be a group of settings$/],
    [{ gama: 0.9 }, /^unknown setting 'gama'.*gamma/],
    [{ network: { hiden: [1] } }, /^unknown setting 'network.hiden'.*hidden/],
    [{ optimiser: { learningRate: -1 } }, /^optimiser.learningRate is -1/],
    [{ optimiser: { kind: 'adamw' } }, /^optimiser.kind is "adamw"; it must be one of adam, radam, sgd$/],
    [{ update: 'pqn' }, /^pqn is no update of its own: it is mse with stateValue=max.*take the preset/],
    [{ update: 'pppo' }, /^unknown update 'pppo'.*ppo/],
    [
      { update: { form: 'policy', reference: 'logprob', scale: { beta: -1 } } },
      /^update.scale.beta is -1; it must be a number in \[0, /,
    ],
    [{ update: { reference: 'logprob' } }, /^update.form is missing; it must be value, policy or a number/],
    [{ minibatches: 1000 }, /^minibatches is 1000, but a rollout has only 4×128 = 512 steps/],
    [{ env: undefined }, /^env is missing/],
  ])('%j', (settings, message) => {
    expect(() => resolveConfig({ env: 'CartPole-v1', ...settings })).toThrow(message)
  })
})
