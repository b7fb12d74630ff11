import { expect, test } from 'vitest'
import { box, discrete } from '../../../src/envs/spaces.ts'
import { type Metrics, resolveConfig } from '../../../src/training/index.ts'
import { type Diagnostic, hintOf } from './hints.ts'

const config = resolveConfig({ env: 'CartPole-v1' })
const row = (values: Partial<Metrics>) =>
  ({ learningRate: config.optimiser.learningRate, ...values }) as Metrics
const tone = (diagnostic: Diagnostic, values: Partial<Metrics>, space = discrete(4), settings = config) =>
  hintOf(diagnostic, [row(values)], settings, space).tone

test('each diagnostic has a word for what is well and what is not', () => {
  expect(tone('approxKl', { approxKl: 0.005 })).toBe('good')
  expect(tone('approxKl', { approxKl: 0.06 })).toBe('watch')
  expect(tone('approxKl', { approxKl: 3 })).toBe('bad')
  expect(tone('approxKl', { approxKl: 0 })).toBe('idle')
  expect(tone('clipFraction', { clipFraction: 0.1 })).toBe('good')
  expect(tone('clipFraction', { clipFraction: 0.6 })).toBe('watch')
  expect(tone('clipFraction', { clipFraction: 0 })).toBe('idle')
  const a2c = resolveConfig({ env: 'CartPole-v1', update: 'a2c' })
  expect(tone('clipFraction', { clipFraction: 0.1 }, discrete(2), a2c)).toBe('idle')
  expect(tone('entropy', { entropy: Math.log(4) })).toBe('idle')
  expect(tone('entropy', { entropy: 0.5 * Math.log(4) })).toBe('good')
  expect(tone('entropy', { entropy: 0.001 })).toBe('watch')
  expect(hintOf('entropy', [row({ entropy: -9 })], config, box(-1, 1, [3])).tone).toBe('watch')
  expect(tone('explainedVariance', { explainedVariance: 0.9 })).toBe('good')
  expect(tone('explainedVariance', { explainedVariance: 0.1 })).toBe('watch')
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
