import { Command } from 'commander'
import { expect, test } from 'vitest'
import { trainCommand } from '../../../src/cli/train/command.ts'
import { configOf as configFrom, givenBy } from '../../../src/cli/train/config.ts'
import { textAt } from '../../../src/settings/paths.ts'
import { resolveConfig, tuned } from '../../../src/training/index.ts'
import { catalogue } from '../../../src/updates/index.ts'
import { fields } from './fields.ts'
import { groupOf, groups } from './groups.ts'
import { commandFor, configOf, environments, namedPoint, presetsOf, startingText } from './setup.ts'

/** Words of a command as a shell would split it. */
const words = (command: string) =>
  Array.from(command.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, plain]) => quoted ?? plain)

/** What the command line makes of it. */
function asTyped(command: string) {
  const program = new Command()
  const train = trainCommand()
  let config: unknown
  train.action((_environment, flags) => {
    config = configFrom(givenBy(flags))
  })
  program.addCommand(train)
  program.parse(words(command).slice(1), { from: 'user' })
  return config
}

test.each([
  ['CartPole-v1', 'ppo', {}],
  ['Hopper-v5', 'spo', { seed: '7', targetKl: '0.03', valueClip: 'null' }],
  ['MinAtar/Breakout-v1', 'mdpo', { 'network.hidden': '[64, 32]', 'network.activation': 'silu' }],
  ['FourRooms-v0', 'ppo,alphaR:-0.5', { gradient: 'exact', minibatches: '1' }],
  ['CartPole-v1', 'mdpo,tau:0.5,.k:-0.5,f:min(ρ, 2)*(Δr-k*Δo)', {}],
  ['Bandit2D-v0', 'mse,tau:0.5,cap:1.5,robust:huber:2,trust:clip:0.2:0.28', { deterministic: 'true' }],
])('the command for %s with %s says the same settings', (env, address, changed) => {
  const config = configOf(env, namedPoint(address), changed)
  // The command line has threads to learn with, which change no bits.
  expect({ ...(asTyped(commandFor(config)) as object), threads: 1 }).toEqual(config)
})

test('every environment has a group and settings to start with that are valid', () => {
  for (const env of environments) {
    expect(groups).toContain(groupOf(env))
    for (const preset of presetsOf(env)) expect(configOf(env, catalogue.ppo, {}, preset).env).toBe(env)
  }
  expect(environments.filter((env) => groupOf(env) === 'MuJoCo')).toHaveLength(9)
  expect(environments.filter((env) => groupOf(env) === 'Tabular')).toHaveLength(4)
})

test('fields are all settings, in words, with the lists of what they may be', () => {
  const byPath = new Map(fields.map((field) => [field.path, field]))
  expect(byPath.get('optimiser.learningRate')?.about).toContain('learning rate')
  expect(byPath.get('optimiser.schedule')?.options).toEqual(['constant', 'linear', 'cosine'])
  expect(byPath.get('normaliseRewards')?.options).toEqual(['true', 'false'])
  expect(byPath.has('envThreads')).toBe(false)
  const plain = resolveConfig({ env: 'any' })
  for (const { path, about } of fields) {
    expect(about, path).not.toBe('')
    expect(textAt(plain, path), path).toBeDefined()
  }
  expect(startingText('Hopper-v5', 'rolloutSteps')).toBe('2048')
  const { optimiser } = tuned('Acrobot-v1') as { optimiser: { learningRate: number } }
  expect(startingText('Acrobot-v1', 'optimiser.learningRate', 'tuned')).toBe(String(optimiser.learningRate))
})

test('a changed point is named after its changes', () => {
  expect(namedPoint('ppo').name).toBe('ppo')
  expect(namedPoint('ppo,alphaR:-0.5,trust:clip:0.2:0.28').name).toBe('ppo+alphaR=-0.5+trust=clip-0.2-0.28')
})
