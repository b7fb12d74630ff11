import { expect, test } from 'vitest'
import { box, discrete } from '../../../src/envs/index.ts'
import { type Metrics, resolveConfig } from '../../../src/training/index.ts'
import { type Diagnostic, hintOf } from './hints.ts'

const config = resolveConfig({ env: 'CartPole-v1' })
const row = (values: Partial<Metrics>) =>
  ({ learningRate: config.optimiser.learningRate, ...values }) as Metrics
const tone = (diagnostic: Diagnostic, values: Partial<Metrics>, space = discrete(4), settings = config) =>
  hintOf(diagnostic, [row(values)], settings, space).tone

test('each diagnostic has a word for what is well and what is not', () => {
  expect(tone('approxKl', { approxKl: 0.005 })).toBe('good')
  expect(tone('approxKl', { approxKl: 0.06 })).toBe('caution')
  expect(tone('approxKl', { approxKl: 3 })).toBe('bad')
  expect(tone('approxKl', { approxKl: 0 })).toBe('idle')
  expect(tone('clipFraction', { clipFraction: 0.1 })).toBe('good')
  expect(tone('clipFraction', { clipFraction: 0.6 })).toBe('caution')
  expect(tone('clipFraction', { clipFraction: 0 })).toBe('idle')
  const a2c = resolveConfig({ env: 'CartPole-v1', update: 'a2c' })
  expect(tone('clipFraction', { clipFraction: 0.1 }, discrete(2), a2c)).toBe('idle')
  expect(tone('entropy', { entropy: Math.log(4) })).toBe('idle')
  expect(tone('entropy', { entropy: 0.5 * Math.log(4) })).toBe('good')
  expect(tone('entropy', { entropy: 0.001 })).toBe('caution')
  expect(hintOf('entropy', [row({ entropy: -9 })], config, box(-1, 1, [3])).tone).toBe('caution')
  expect(tone('explainedVariance', { explainedVariance: 0.9 })).toBe('good')
  expect(tone('explainedVariance', { explainedVariance: 0.1 })).toBe('caution')
  expect(tone('explainedVariance', { explainedVariance: -1 })).toBe('bad')
  expect(tone('explainedVariance', { explainedVariance: null })).toBe('idle')
})

test('a hint knows how the run came there', () => {
  const late = row({ approxKl: 1e-6, learningRate: 0.05 * config.optimiser.learningRate })
  expect(hintOf('approxKl', [late], config, discrete(2)).text).toContain('fade out with the learning rate')
  const rows = [
    row({ explainedVariance: 0.95 }),
    ...Array.from({ length: 10 }, () => row({ explainedVariance: 0 })),
  ]
  expect(hintOf('explainedVariance', rows, config, discrete(2)).tone).toBe('idle')
  expect(hintOf('approxKl', [], config, discrete(2)).text).toBe('No update yet.')
})

/** A run of many rows, of which the last has these values. */
const run = (returns: readonly number[], values: Partial<Metrics>) =>
  returns.map((meanReturn, i) => row({ meanReturn, episodes: 20 * i, ...values }))
const rising = Array.from({ length: 40 }, (_, i) => 20 + 12 * i)
const certain = { entropy: 0.001, approxKl: 1e-6, explainedVariance: -0.4 }

test('success: certainty is as it should be, and a critic may know nothing', () => {
  const rows = run([...rising, ...Array(20).fill(500)], certain)
  const of = (diagnostic: Diagnostic) => hintOf(diagnostic, rows, config, discrete(2))
  expect(of('meanReturn')).toEqual({ tone: 'good', text: 'The environment counts as solved from 475.' })
  expect(of('entropy').tone).toBe('good')
  expect(of('explainedVariance').tone).toBe('idle')
  expect(of('approxKl').text).toContain('solved')
})

test('a collapse: certainty and a fall of the return', () => {
  const rows = run([...rising, ...Array(20).fill(30)], certain)
  const of = (diagnostic: Diagnostic) => hintOf(diagnostic, rows, config, discrete(2))
  expect(of('meanReturn').tone).toBe('bad')
  expect(of('entropy')).toMatchObject({ tone: 'bad', text: expect.stringContaining('collapse') })
  expect(of('explainedVariance').tone).toBe('bad')
})

test('the goal was never reached: updates have nothing to go by', () => {
  const mountain = resolveConfig({ env: 'MountainCar-v0' })
  const rows = run(Array(30).fill(-200), certain)
  const of = (diagnostic: Diagnostic) => hintOf(diagnostic, rows, mountain, discrete(3))
  expect(of('meanReturn')).toMatchObject({ tone: 'caution', text: expect.stringContaining('never reached') })
  expect(of('entropy').tone).toBe('bad')
  expect(of('approxKl')).toMatchObject({ tone: 'caution', text: expect.stringContaining('nothing to go by') })
  expect(of('explainedVariance').tone).toBe('idle')
})
