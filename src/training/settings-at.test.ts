import { describe, expect, test } from 'vitest'
import { resolveConfig } from './config.ts'
import type { SchemaInput } from './config-types.ts'
import { schedulesOf, settingsAt } from './settings-at.ts'

const configOf = (settings: Omit<SchemaInput, 'env'>) =>
  resolveConfig({ env: 'CartPole-v1', totalSteps: 1000, ...settings })

const point = { name: 'mine', form: 'policy', reference: 'logprob' } as const

describe('settings at a step', () => {
  test('every number that may follow a schedule does, to the end of the run or to one of its own', () => {
    const config = configOf({
      gamma: '0.9..1',
      gaeLambda: { from: 0.5, to: 0.7 },
      entropyCoefficient: '0.02..0,500',
      valueCoefficient: '1..0,cosine',
      valueClip: '0.4..0.2',
      maxGradNorm: '16..1,exponential',
      targetKl: '0.02..0.04,steps:2,500',
      optimiser: { learningRate: '1e-3..1e-4' },
      update: {
        ...point,
        form: '1..0.5',
        temperature: '4..1,exponential',
        scale: {
          alphaR: '1..-1',
          alphaO: { from: 0, to: 1 },
          beta: '0..1',
          omega: { up: '1..0', down: 1 },
          floor: '0..0.8',
          cap: '3..2',
          trust: { kind: 'clip', low: '0.4..0.2', high: 0.3, outside: { up: '0..-0.5', down: 0 } },
          robust: { kind: 'huber', kappa: '2..1' },
        },
      },
    })
    expect(JSON.parse(JSON.stringify(resolveConfig(JSON.parse(JSON.stringify(config)))))).toEqual(
      JSON.parse(JSON.stringify(config)),
    )
    expect(settingsAt(config, 250)).toMatchObject({
      gamma: 0.925,
      gaeLambda: 0.55,
      entropyCoefficient: 0.01,
      valueClip: expect.closeTo(0.35, 12),
      maxGradNorm: 8,
      targetKl: 0.03,
      optimiser: { learningRate: expect.closeTo(7.75e-4, 12) },
    })
    expect(settingsAt(config, 500)).toMatchObject({
      entropyCoefficient: 0,
      valueCoefficient: expect.closeTo(0.5, 12),
      update: {
        name: 'mine',
        form: 0.75,
        temperature: 2,
        scale: {
          alphaR: 0,
          alphaO: 0.5,
          beta: 0.5,
          omega: { up: 0.5, down: 1 },
          floor: 0.4,
          cap: 2.5,
          trust: { kind: 'clip', low: expect.closeTo(0.3, 12), high: 0.3, outside: { up: -0.25, down: 0 } },
          robust: { kind: 'huber', kappa: 1.5 },
        },
      },
    })
    expect(settingsAt(config, 0).update.form).toBe('policy')
    expect(schedulesOf(config)).toHaveLength(19)
  })

  test('an update without schedules is the same object at every step', () => {
    const config = configOf({ entropyCoefficient: '0.02..0' })
    expect(settingsAt(config, 500).update).toBe(config.update)
    expect(settingsAt(config, 500).network).toBe(config.network)
  })

  test.each([
    ['linear', 2.5e-4 * 0.75],
    ['cosine', 2.5e-4 * 0.5 * (1 + Math.cos(Math.PI / 4))],
    ['constant', 2.5e-4],
  ] as const)('a learning rate that is a number falls to 0: %s', (schedule, quarter) => {
    const config = configOf({ optimiser: { schedule } })
    expect(settingsAt(config, 250).optimiser.learningRate).toBe(quarter)
    expect(settingsAt(config, 1000).optimiser.learningRate).toBe(schedule === 'constant' ? 2.5e-4 : 0)
    expect(schedulesOf(config)).toHaveLength(schedule === 'constant' ? 0 : 1)
  })

  test('a run of more steps stretches what has no end of its own, and nothing else', () => {
    const config = configOf({ gamma: '0.9..1', entropyCoefficient: '0.02..0,500' })
    const longer = resolveConfig({ ...config, totalSteps: 2000 })
    expect(settingsAt(longer, 1000)).toMatchObject({ gamma: 0.95, entropyCoefficient: 0 })
  })
})

describe('a schedule that is wrong is refused in a line', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ gamma: '0.9..1.5' }, 'gamma.to is 1.5; it must be at most 1'],
    [{ gamma: '0.9..' }, 'gamma is "0.9.."; write a schedule as FROM..TO'],
    [{ maxGradNorm: '0..1' }, 'maxGradNorm.from is 0; it must be more than 0'],
    [
      { entropyCoefficient: { from: 1, to: 0, kind: 'log' } },
      'entropyCoefficient.kind is "log"; it must be one of',
    ],
    [
      { entropyCoefficient: '1..0,exponential' },
      'entropyCoefficient.kind is exponential, from 1 to 0: by factors',
    ],
    [
      { optimiser: { learningRate: '1e-3..0,0' } },
      'optimiser.learningRate.until is 0; it must be a whole number',
    ],
    [
      { targetKl: { from: 1, to: 2, untl: 5 } },
      'targetKl.untl is unknown; a schedule has from, to, kind, until, count',
    ],
    [{ epochs: '4..1.5' }, 'epochs.to is 1.5; it must be a whole number'],
    [{ minibatches: '4..1' }, 'minibatches is "4..1"; it must be a number'],
    [
      { update: { ...point, scale: { beta: '0..-1' } } },
      'update.scale.beta.to is -1; it must be a number in [0, ',
    ],
    [
      { update: { ...point, scale: { cap: { from: 2, to: null } } } },
      'update.scale.cap.to is null; it must be a finite',
    ],
    [
      { update: { ...point, scale: { omega: { up: '0..2', down: 1 } } } },
      'update.scale.omega.up.to is 2; it must be a number in [-1, 1]',
    ],
    [{ update: { ...point, form: '0..2' } }, 'update.form.to is 2; it must be a number in [0, 1]'],
    [
      { update: { ...point, scale: { trust: { kind: 'clip', low: '0.2..0,0', high: 0.2 } } } },
      'update.scale.trust.low.until is 0; it must be a whole number of steps, at least 1',
    ],
  ])('%j', (settings, message) => {
    let thrown = ''
    try {
      configOf(settings)
    } catch (error) {
      thrown = (error as Error).message
    }
    expect(thrown.startsWith(message), thrown).toBe(true)
    expect(thrown).not.toContain('\n')
  })
})
