import { describe, expect, test } from 'vitest'
import { list } from '../../envs/registry.ts'
import { resolveConfig } from '../config.ts'
import { type PresetName, presets } from './index.ts'
import { type Preset, settingsIn } from './preset.ts'

const names = Object.keys(presets) as PresetName[]

describe('a preset', () => {
  test('lies beneath what is given, group by group, and above the defaults', () => {
    const config = resolveConfig({
      env: 'Hopper-v5',
      preset: 'cleanrl-mujoco',
      epochs: 3,
      optimiser: { schedule: 'constant' },
    })
    expect(config).toMatchObject({ rolloutSteps: 2048, epochs: 3, gaeLambda: 0.95 })
    expect(config.optimiser).toMatchObject({ learningRate: 3e-4, schedule: 'constant' })
  })

  test('is not part of the settings that it made', () => {
    const config = resolveConfig({ env: 'Hopper-v5', preset: 'zoo' })
    expect(Object.keys(config)).not.toContain('preset')
    expect(resolveConfig(config)).toEqual(config)
  })

  test('names an update too, which one that is given replaces', () => {
    const env = 'MinAtar/Asterix-v1?stickyActionProbability=0'
    const config = resolveConfig({ env, preset: 'pqn', behaviour: { kind: 'softmax' } })
    expect(config).toMatchObject({
      update: { name: 'mse' },
      stateValue: 'max',
      behaviour: { kind: 'softmax' },
    })
    expect(resolveConfig({ env, preset: 'pqn', update: 'huber' }).update.name).toBe('huber')
  })

  test('may depend on the environment, the particular over the general', () => {
    const zoo = (env: string) => resolveConfig({ env, preset: 'zoo' })
    expect(zoo('Swimmer-v5')).toMatchObject({ gamma: 0.9999, rolloutSteps: 2048, valueClip: null })
    expect(zoo('gymnasium:Hopper-v5')).toMatchObject({ gamma: 0.999, rolloutSteps: 512 })
    expect(zoo('Pendulum-v1').optimiser).toMatchObject({ learningRate: 1e-3, schedule: 'constant' })
  })

  test.each<[pattern: string, env: string, known: boolean]>([
    ['MinAtar/*', 'MinAtar/Breakout-v1', true],
    ['*-v5', 'Hopper-v5', true],
    ['*-v5', 'Hopper-v4', false],
    ['Bandit*', 'Bandit2D-v0?features=5', true],
    ['Chain-v0', 'Chain-v01', false],
    ['ab*ba', 'aba', false],
  ])('for %s is for %s: %s', (pattern, env, known) => {
    const preset: Preset = { about: '', environments: { [pattern]: { epochs: 2 } } }
    expect(settingsIn(preset, env)).toEqual(known ? { epochs: 2 } : undefined)
  })

  test.each([
    ['zooo', 'CartPole-v1', /^unknown preset "zooo"; did you mean zoo\?/],
    [3, 'CartPole-v1', /^unknown preset 3; did you mean/],
    ['toString', 'CartPole-v1', /^unknown preset/],
    ['zoo', 'Chain-v0', /^preset 'zoo' has no settings for Chain-v0/],
  ])('%j for %s is refused', (preset, env, message) =>
    expect(() => resolveConfig({ env, preset } as never)).toThrow(message),
  )
})

/** Those that presets know: Atari's games are Gymnasium's. */
const environments = [...list(), 'gymnasium:ALE/Pong-v5?atariPreprocessing=true']

describe.each(names)('%s', (name) => {
  test('has valid settings wherever it has any, and says whose they are', () => {
    const preset: Preset = presets[name]
    expect(preset.about).not.toBe('')
    const known = environments.filter((env) => settingsIn(preset, env))
    expect(known.length).toBeGreaterThan(0)
    for (const env of known) expect(resolveConfig({ env, preset: name }).env).toBe(env)
    // Every pattern is of some environment.
    for (const pattern of Object.keys(preset.environments ?? {}))
      expect(
        environments.some((env) => settingsIn({ about: '', environments: { [pattern]: {} } }, env)),
      ).toBe(true)
  })
})

test('the lab starts in every environment', () => {
  expect(list().filter((env) => !settingsIn(presets.lab, env))).toEqual([])
})
