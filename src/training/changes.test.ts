import { describe, expect, test } from 'vitest'
import { settingsOf } from '../settings/list.ts'
import { valueAt } from '../settings/paths.ts'
import { pointOf } from '../updates/index.ts'
import { changedOnTheWay } from './changes.ts'
import { resolveConfig } from './config.ts'
import { configSchema } from './schema.ts'
import { settingsAt } from './settings-at.ts'

describe('on the way', () => {
  const config = resolveConfig({
    env: 'CartPole-v1',
    totalSteps: 1000,
    update: 'ppo',
    entropyCoefficient: '0.02..0',
  })

  test('a number takes the place of a schedule, and a schedule of a number', () => {
    expect(changedOnTheWay(config, 'entropyCoefficient', 0.3).entropyCoefficient).toBe(0.3)
    expect(settingsAt(changedOnTheWay(config, 'gamma', '0.9..1,100'), 50).gamma).toBe(0.95)
    const narrow = changedOnTheWay(config, 'update.scale.trust.low', { from: 0.2, to: 0.1, until: 500 })
    expect(narrow.update.name).toBe('ppo')
    expect(settingsAt(narrow, 250).update).toMatchObject({
      scale: { trust: { kind: 'clip', low: expect.closeTo(0.15, 12), high: 0.2 } },
    })
    expect(pointOf(changedOnTheWay(narrow, 'update.scale.trust.low', 0.2).update)).toEqual(config.update)
  })

  test('a learning rate that is a number stays', () => {
    const changed = changedOnTheWay(config, 'optimiser.learningRate', 1e-4)
    expect(settingsAt(changed, 900).optimiser.learningRate).toBe(1e-4)
  })

  test('a schedule takes the place of another whole', () => {
    const cosine = changedOnTheWay(config, 'gamma', { from: 0.9, to: 1, kind: 'cosine', until: 100 })
    expect(changedOnTheWay(cosine, 'gamma', { from: 0.8, to: 0.9 }).gamma).toEqual(
      resolveConfig({ env: 'any', gamma: { from: 0.8, to: 0.9 } }).gamma,
    )
  })

  test.each([
    ['totalSteps', 5000],
    ['stopWhen.meanReturn', 475],
    ['evaluateEvery', 100],
    ['epochs', 2],
    ['targetKl', 0.1],
    ['normaliseAdvantages', 'raw'],
    ['valueClip', null],
    ['keepCheckpoints', 3],
    ['update.form', 'value'],
    ['update.baseline', 'log-mean-exp'],
    ['update.scale.trust', { kind: 'linear', epsilon: 0.3 }],
  ])('%s can be %j', (path, value) => {
    expect(valueAt(changedOnTheWay(config, path, value), path.split('.'))).toEqual(value)
  })

  test('each setting either changes or says why not', () => {
    const values: Readonly<Record<string, unknown>> = { stateValue: 'max', normaliseAdvantages: 'raw' }
    const changing: string[] = []
    for (const path of settingsOf(configSchema).map((setting) => setting.path)) {
      try {
        changedOnTheWay(config, path, values[path] ?? valueAt(config, path.split('.')) ?? null)
        changing.push(path)
      } catch (error) {
        expect((error as Error).message).toMatch(/can't change while a run is trained: \w+/)
      }
    }
    // A new setting belongs here if each update reads it anew, and else among the fixed.
    expect(changing).toEqual([
      'totalSteps',
      'behaviour.epsilon',
      'behaviour.temperature',
      'replay.cap',
      'epochs',
      'gamma',
      'gaeLambda',
      'normaliseAdvantages',
      'entropyCoefficient',
      'cloningCoefficient',
      'valueCoefficient',
      'valueClip',
      'maxGradNorm',
      'targetKl',
      'targetKlCheck',
      'stateValue',
      'optimiser.learningRate',
      'optimiser.schedule',
      'stopWhen.meanReturn',
      'stopWhen.evaluationReturn',
      'stopWhen.regret',
      'evaluateEvery',
      'evaluateEpisodes',
      'evaluateGreedily',
      'checkpointEvery',
      'keepCheckpoints',
    ])
  })

  test('what is wrong, or what a run is made of, is refused', () => {
    expect(() => changedOnTheWay(config, 'gamma', 2)).toThrow('gamma is 2; it must be at most 1')
    expect(() => changedOnTheWay(config, 'update.scale.omega', 2)).toThrow('update.scale.omega is 2; it must')
    for (const path of [
      'numEnvs',
      'network.hidden',
      'update.reference',
      'update',
      'optimiser.beta1',
      'normaliseObservations',
      'deterministic',
    ])
      expect(() => changedOnTheWay(config, path, 1)).toThrow(`${path} can't change while a run is trained: `)
    expect(() => changedOnTheWay(config, 'entropyCoeficient', 1)).toThrow(
      "unknown setting 'entropyCoeficient'; did you mean entropyCoefficient?",
    )
    expect(() => changedOnTheWay(config, 'optimiser', {})).toThrow(
      "unknown setting 'optimiser'; did you mean",
    )
    expect(() => changedOnTheWay(config, 'gamma', undefined)).toThrow(
      'gamma is set to undefined; give a value that JSON can hold',
    )
  })
})
